import Glibc

extension RGB {
    /// Relative luminance, 0 black ... 1 white. Source: WCAG 2.2, relative luminance.
    package var luminance: Double {
        let (red, green, blue) = linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// 1 (the same) ... 21 (black on white). Source: WCAG 2.2, contrast ratio.
    package func contrast(with other: RGB) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// How different two colours look: 2.3 is just seen, 100 is black and white. Source: CIE 1976, L*a*b*.
    package func distance(to other: RGB) -> Double {
        lab.squaredDistance(to: other.lab).squareRoot()
    }

    /// 0 red, 120 green, 240 blue, up to 360; nil for greys and what is near them.
    var hue: Double? {
        let (red, green, blue) = (Double(red), Double(green), Double(blue))
        let most = max(red, green, blue)
        let range = most - min(red, green, blue)
        guard range > max(24, most * 0.2) else { return nil }
        if most == red { return ((green - blue) / range * 60 + 360).truncatingRemainder(dividingBy: 360) }
        return most == green ? (blue - red) / range * 60 + 120 : (red - green) / range * 60 + 240
    }

    private var linear: (red: Double, green: Double, blue: Double) {
        (Self.linear(red), Self.linear(green), Self.linear(blue))
    }

    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    private static func channel(_ linear: Double) -> UInt8 {
        let value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055
        return UInt8((max(0, min(1, value)) * 255).rounded())
    }

    /// Under the white of D65.
    var lab: LabColor {
        let (red, green, blue) = linear
        let x = Self.curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
        let y = Self.curve(0.2126 * red + 0.7152 * green + 0.0722 * blue)
        let z = Self.curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
        return LabColor(l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
    }

    private static func curve(_ value: Double) -> Double {
        value > 0.008856 ? cbrt(value) : 7.787 * value + 16 / 116
    }
}

/// A colour where equal distances look equally different. Source: CIE 1976, L*a*b*.
struct LabColor {
    var l: Double
    var a: Double
    var b: Double

    func squaredDistance(to other: LabColor) -> Double {
        let (l, a, b) = (l - other.l, a - other.a, b - other.b)
        return l * l + a * a + b * b
    }
}

/// A way of seeing colours, fully expressed. Source of the matrices: Machado, Oliveira, Fernandes,
/// "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.0.
package enum ColorVision: Sendable, Hashable, CaseIterable {
    case typical, protanopia, deuteranopia, tritanopia

    fileprivate var matrix: [[Double]] {
        switch self {
        case .typical: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        case .deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        case .tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
        }
    }
}

extension RGB {
    /// The colour as this kind of sight has it.
    package func seen(with vision: ColorVision) -> RGB {
        let (red, green, blue) = linear
        let channels = vision.matrix.map { Self.channel($0[0] * red + $0[1] * green + $0[2] * blue) }
        return RGB(channels[0], channels[1], channels[2])
    }
}
