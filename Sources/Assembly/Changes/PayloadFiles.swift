import Drawing
import FoundationEssentials
package import Model

/// The events of the data folders: `events/NAME.json`, the user's own first.
package enum PayloadFiles {
    /// Larger files are no events: Lambda takes 6 MB.
    private static let mostBytes = 16 << 20

    /// Everything that can be read; what cannot is left out, since no event is needed to work.
    package static func library(_ locations: FileLocations) -> PayloadLibrary {
        var files: [(name: String, text: String)] = []
        for folder in locations.data.flatMap({ ["\($0)/events", "\($0)/Sources/Assembly/Changes/Events"] }) {
            for file in Path.files(in: folder).sorted() where file.hasSuffix(".json") {
                guard let data = try? Data(contentsOf: URL(filePath: folder + "/" + file)), data.count <= mostBytes,
                    let text = String(data: data, encoding: .utf8)
                else { continue }
                files.append((String(file.dropLast(5)), text))
            }
        }
        return PayloadLibrary(files: files)
    }

    /// The event of that name.
    /// - Throws: ``CommandFailure`` 65 naming those that there are.
    package static func event(_ name: String, _ locations: FileLocations) throws -> Payload {
        let library = library(locations)
        guard let payload = library[name: name] else {
            let names = library.payloads.map(\.name)
            throw CommandFailure(
                .badInput, code: "UnknownEvent", message: "There is no event \"\(name)\".",
                hint: Suggestion.hint(for: name, among: names))
        }
        return payload
    }
}
