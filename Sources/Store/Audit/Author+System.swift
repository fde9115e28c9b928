import Glibc
package import Model

extension Author {
    /// The login name of this process and the machine's name.
    package static var current: Author {
        var name = [CChar](repeating: 0, count: 256)
        // The last byte stays 0, since a name that is too long is cut without one.
        let host = gethostname(&name, name.count - 1) == 0 ? text(name) : "unknown"
        // Valid until the next call of its kind; copied at once.
        let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(geteuid())"
        return Author(user: user, host: host)
    }

    private static func text(_ name: [CChar]) -> String {
        String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
