import CNcurses
import Glibc

/// A terminal's entry of the terminal database in its compiled form, to be changed and handed to ncurses: for a terminal that
/// says of itself that it takes 24-bit colours while its entry has only a palette.
///
/// ncurses takes such an entry from `TERMINFO` itself, as `hex:` and the bytes. Source: term(5) and terminfo(5), ncurses 6.4.
struct TerminalDescription {
    private var names: String
    // By their place in the format.
    private var booleans: [Bool]
    private var numbers: [Int32]
    private var strings: [[UInt8]?]
    /// Names that are not in the standard list and are true.
    private var extendedBooleans: [String] = []

    /// The entry of `name`, or nil when there is none.
    init?(name: String) {
        var error: Int32 = 0
        guard setupterm(name, 1, &error) == OK else { return nil }
        defer { nc_forget_terminal() }
        names = name
        booleans = (0..<44).map { tigetflag(nc_boolean_name($0)) == 1 }
        numbers = (0..<39).map { max(-1, tigetnum(nc_number_name($0))) }
        strings = (0..<414).map { nc_string(nc_string_name($0)).map(Self.bytes) }
        if tigetflag("AX") == 1 { extendedBooleans.append("AX") }
    }

    /// Whether colours are set the way that 24-bit colours extend: `38;5`.
    var hasXtermColors: Bool { self["setaf"].map { $0.firstRange(of: Array("38;5;%p1%d".utf8)) != nil } ?? false }

    /// Colour numbers from 8 on become `RRGGBB`. Source: xterm-direct2 in the terminal database.
    mutating func useDirectColors() {
        setNumber("colors", 0x100_0000)
        setNumber("pairs", 0x10000)
        self["setaf"] = Array(Self.directColor(low: "3", high: "38").utf8)
        self["setab"] = Array(Self.directColor(low: "4", high: "48").utf8)
        for palette in ["initc", "oc"] { self[palette] = nil }
        extendedBooleans.append("RGB")
    }

    private subscript(capability: String) -> [UInt8]? {
        get { Self.stringPlace(capability).flatMap { strings[$0] } }
        set { if let place = Self.stringPlace(capability) { strings[place] = newValue } }
    }

    private mutating func setNumber(_ capability: String, _ value: Int32) {
        let place = numbers.indices.first { strcmp(nc_number_name(Int32($0)), capability) == 0 }
        if let place { numbers[place] = value }
    }

    private static func stringPlace(_ capability: String) -> Int? {
        (0..<414).first { strcmp(nc_string_name(Int32($0)), capability) == 0 }
    }

    private static func bytes(_ text: UnsafeMutablePointer<CChar>) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    private static func directColor(low: String, high: String) -> String {
        "\u{1B}[%?%p1%{8}%<%t\(low)%p1%d%e\(high);2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"
    }
}

extension TerminalDescription {
    /// The compiled entry in the format with 32-bit numbers.
    var compiled: [UInt8] {
        var entry = CompiledEntry()
        let nameBytes = Array(names.utf8) + [0]
        let table = StringTable(strings)
        for value in [0o1036, nameBytes.count, booleans.count, numbers.count, strings.count, table.bytes.count] {
            entry.append16(value)
        }
        entry.bytes += nameBytes
        entry.bytes += booleans.map { $0 ? 1 : 0 }
        entry.align()
        for number in numbers { entry.append32(number) }
        for offset in table.offsets { entry.append16(offset) }
        entry.bytes += table.bytes
        entry.align()
        appendExtension(to: &entry)
        return entry.bytes
    }

    private func appendExtension(to entry: inout CompiledEntry) {
        let table = StringTable(extendedBooleans.map { Array($0.utf8) })
        for value in [extendedBooleans.count, 0, 0, extendedBooleans.count, table.bytes.count] { entry.append16(value) }
        entry.bytes += extendedBooleans.map { _ in 1 }
        entry.align()
        for offset in table.offsets { entry.append16(offset) }
        entry.bytes += table.bytes
    }

    /// As ncurses reads it from the environment.
    var environmentValue: String {
        let digits = Array("0123456789ABCDEF".utf8)
        let entry = compiled
        var hex = Array("hex:".utf8)
        hex.reserveCapacity(entry.count * 2 + 4)
        for byte in entry {
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 15)])
        }
        return String(decoding: hex, as: UTF8.self)
    }
}

/// Bytes in the order of the format: little-endian, whatever the machine.
private struct CompiledEntry {
    var bytes: [UInt8] = []

    mutating func append16(_ value: Int) {
        bytes.append(UInt8(truncatingIfNeeded: value))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }

    mutating func append32(_ value: Int32) {
        append16(Int(value) & 0xFFFF)
        append16(Int(value >> 16))
    }

    /// Numbers begin at even places.
    mutating func align() {
        if bytes.count % 2 == 1 { bytes.append(0) }
    }
}

/// Strings one after the other, each with a zero behind it, and where each begins; -1 for those that are not there.
private struct StringTable {
    var offsets: [Int] = []
    var bytes: [UInt8] = []

    init(_ strings: [[UInt8]?]) {
        for string in strings {
            offsets.append(string == nil ? -1 : bytes.count)
            guard let string else { continue }
            bytes += string
            bytes.append(0)
        }
    }
}
