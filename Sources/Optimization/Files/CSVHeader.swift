/// The columns of a file, found by name.
package struct CSVHeader: Sendable {
    /// Columns of the file, known or not.
    package let width: Int
    private let places: [String: Int]

    /// Reads the first record.
    /// - Parameter wanted: Columns that must be there once.
    /// - Parameter optional: Columns that may be there once.
    package init(_ reader: inout CSVReader, wanted: [String], optional: [String] = []) throws {
        guard try reader.next() else {
            throw FileProblem(
                .emptyFile, "the file is empty.", hint: "The first line names the columns: \(wanted.joined(separator: ", ")).")
        }
        var names = reader.fields.indices.map { reader.text($0) }
        if names[0].utf8.starts(with: [0xEF, 0xBB, 0xBF]) {
            names[0] = String(decoding: names[0].utf8.dropFirst(3), as: UTF8.self)
        }
        if names.contains(where: { $0.utf8.contains(0) }) {
            throw FileProblem(.wrongEncoding, "the first line is not UTF-8 text.", hint: "Save the file as UTF-8.")
        }
        names = names.map(Self.plain)
        var places: [String: Int] = [:]
        for name in wanted + optional {
            let found = names.indices.filter { names[$0] == name }
            if found.count > 1 {
                throw FileProblem(
                    .doubledColumn, "column \(name) is there \(found.count) times.", hint: "Leave one of them in the first line.")
            }
            places[name] = found.first
        }
        let missing = wanted.filter { places[$0] == nil }
        guard missing.isEmpty else {
            throw FileProblem(
                .missingColumn, "column \(missing.joined(separator: ", ")) is missing.",
                hint: "The first line names the columns: \(wanted.joined(separator: ", ")).")
        }
        width = names.count
        self.places = places
    }

    package subscript(_ name: String) -> Int? { places[name] }

    /// Without blanks around it, and without the quotation marks of a line that is no record.
    private static func plain(_ name: String) -> String {
        var bytes = Substring(name)
        while let first = bytes.first, first == " " || first == "\t" { bytes.removeFirst() }
        while let last = bytes.last, last == " " || last == "\t" { bytes.removeLast() }
        return String(bytes)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether nothing but blanks is there.
    var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 } }
}
