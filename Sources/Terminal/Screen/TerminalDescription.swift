import CNcurses

/// A terminal's entry of the terminal database in its compiled form: for one that says of itself that it takes 24-bit
/// colours, but whose entry has only a palette.
///
/// ncurses takes such an entry from `TERMINFO` itself, as `hex:` and the bytes. Source: term(5) and terminfo(5), ncurses 6.4.
struct TerminalDescription {
    private static let booleanCount = 44
    private static let numberCount = 39
    private static let stringCount = 414

    private var names: String
    private var booleans: [String: Bool] = [:]
    private var numbers: [String: Int32] = [:]
    private var strings: [String: [UInt8]] = [:]
    /// Names that are not in the standard list and are true.
    private var extendedBooleans: [String] = []

    /// The entry of `name`, or nil when there is none.
    init?(name: String) {
        var error: Int32 = 0
        guard setupterm(name, 1, &error) == OK else { return nil }
        defer { nc_forget_terminal() }
        names = name
        for capability in Self.booleanNames where tigetflag(capability) == 1 { booleans[capability] = true }
        for capability in Self.numberNames {
            let value = tigetnum(capability)
            if value >= 0 { numbers[capability] = value }
        }
        for capability in Self.stringNames {
            if let text = nc_string(capability) { strings[capability] = Array(String(cString: text).utf8) }
        }
        if tigetflag("AX") == 1 { extendedBooleans.append("AX") }
    }

    /// Whether colours are set the way that 24-bit colours extend: `38;5`.
    var hasXtermColors: Bool { String(decoding: strings["setaf"] ?? [], as: UTF8.self).contains("38;5;%p1%d") }

    /// Colour numbers from 8 on become `RRGGBB`. Source: xterm-direct2 in the terminal database.
    mutating func useDirectColors() {
        numbers["colors"] = 0x100_0000
        numbers["pairs"] = 0x10000
        strings["setaf"] = Array(Self.directColor(low: "3", high: "38").utf8)
        strings["setab"] = Array(Self.directColor(low: "4", high: "48").utf8)
        booleans["ccc"] = nil
        for palette in ["initc", "oc"] { strings[palette] = nil }
        extendedBooleans.append("RGB")
    }

    private static func directColor(low: String, high: String) -> String {
        "\u{1B}[%?%p1%{8}%<%t\(low)%p1%d%e\(high);2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"
    }

    private static let booleanNames = (0..<Int32(booleanCount)).map { String(cString: nc_boolean_name($0)) }
    private static let numberNames = (0..<Int32(numberCount)).map { String(cString: nc_number_name($0)) }
    private static let stringNames = (0..<Int32(stringCount)).map { String(cString: nc_string_name($0)) }
}

extension TerminalDescription {
    /// The compiled entry in the format with 32-bit numbers.
    var compiled: [UInt8] {
        var entry = CompiledEntry()
        let nameBytes = Array(names.utf8) + [0]
        let table = StringTable(Self.stringNames.map { strings[$0] })
        for value in [0o1036, nameBytes.count, Self.booleanCount, Self.numberCount, Self.stringCount, table.bytes.count] {
            entry.append16(value)
        }
        entry.bytes += nameBytes
        entry.bytes += Self.booleanNames.map { booleans[$0] == true ? 1 : 0 }
        entry.align()
        for name in Self.numberNames { entry.append32(numbers[name] ?? -1) }
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
        let hex = compiled.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "hex:" + String(decoding: hex, as: UTF8.self)
    }
}

/// Bytes in the order of the format: little-endian, whatever the machine.
private struct CompiledEntry {
    var bytes: [UInt8] = []

    mutating func append16(_ value: Int) {
        let bits = UInt16(truncatingIfNeeded: value)
        bytes += [UInt8(bits & 0xFF), UInt8(bits >> 8)]
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
            if let string { bytes += string + [0] }
        }
    }
}
