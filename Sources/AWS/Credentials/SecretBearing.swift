/// A value with a secret in it: neither its description nor its mirror shows any of it.
package protocol SecretBearing: CustomStringConvertible, CustomReflectable {}

extension SecretBearing {
    package var description: String { "\(Self.self)" }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
