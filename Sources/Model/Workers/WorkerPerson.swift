/// Somebody who may call, as the embedded directory knows them.
package struct WorkerPerson: Sendable, Equatable, Codable {
    package var name: String
    /// As written: a caller is found only by exactly this number (`systems.md` section 0).
    package var phones: [String]
    package var addresses: [String]

    package init(name: String, phones: [String], addresses: [String]) {
        self.name = name
        self.phones = phones
        self.addresses = addresses
    }
}

/// Who calls, as far as the directory knows.
package struct WorkerCaller: Sendable, Equatable {
    /// As the telephone gave it; nil for none.
    package var number: String?
    /// The caller's name; nil where no entry has one.
    package var name: String?
    /// Lower case, of everybody who has this number.
    package var addresses: Set<String>

    package init(number: String?, name: String? = nil, addresses: Set<String> = []) {
        self.number = number
        self.name = name
        self.addresses = addresses
    }

    package static let unknown = "UNKNOWN"

    /// The spellings under which a directory may hold a number: as given and, for `+44…`, as `0…`.
    package static func spellings(of number: String) -> [String] {
        number.hasPrefix("+44") ? [number, "0" + number.dropFirst(3)] : [number]
    }
}
