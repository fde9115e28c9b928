// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")

let package = Package(
    name: "nightdesk",
    products: [.executable(name: "nightdesk", targets: ["nightdesk"])],
    // PostgreSQL through libpq: on in `make`, off in a plain `swift build`.
    traits: [.trait(name: "Postgres"), .default(enabledTraits: [])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // The C boundary: only what Swift cannot say.
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CCurl"),
        .target(name: "CLibpq"),
        .target(name: "CTerminal"),
        .target(name: "CProcess"),

        // Pure rooms: values in, values out.
        .target(name: "Model"),
        .target(name: "Drawing"),
        .target(name: "SigV4", dependencies: ["CCrypto"]),
        .target(name: "Optimization", dependencies: ["Model"]),

        // Rooms with effects, one kind each.
        .target(name: "AWS", dependencies: ["CCurl", "CProcess", "Model", "SigV4"]),
        .target(
            name: "Services",
            dependencies: [
                "AWS", "CCurl", "Model", "SigV4", .target(name: "CLibpq", condition: .when(traits: ["Postgres"])),
            ]),
        .target(name: "Store", dependencies: ["CCrypto", "Model", grdb, sqlite]),
        .target(name: "Engines", dependencies: ["AWS", "Model", "Optimization", "Services", "SigV4", "Store"]),
        // Drills: the shipped scenarios, plain files that are found at run time.
        .target(name: "Drill", dependencies: ["AWS", "Model"], exclude: ["Drills"]),
        .target(name: "Console", dependencies: ["Drawing", "Model"]),
        .target(name: "Terminal", dependencies: ["CNcurses", "CTerminal", "Drawing"]),
        .target(
            name: "Assembly",
            dependencies: [
                "AWS", "CProcess", "CTerminal", "Console", "Drawing", "Drill", "Engines", "Model", "Optimization", "Services",
                "SigV4", "Store", "Terminal", yams,
            ],
            exclude: ["Changes/Events"]),
        .executableTarget(
            name: "nightdesk",
            dependencies: [
                "AWS", "Assembly", "CTerminal", "Console", "Drawing", "Drill", "Engines", "Model", "SigV4", "Store", "Terminal",
                argumentParser,
            ],
            exclude: ["Packaging"]),

        // Tests mirror the rooms.
        .target(
            name: "Support", dependencies: ["AWS", "CTerminal", "Console", "Drawing", "Model", flyingFox], path: "Tests/Support",
            exclude: ["Emulators"]),
        .testTarget(name: "ModelTests", dependencies: ["Model", "Support"]),
        .testTarget(name: "DrawingTests", dependencies: ["Drawing", "Support", yams]),
        .testTarget(name: "SigV4Tests", dependencies: ["SigV4", "Support"], resources: [.copy("Vectors")]),
        .testTarget(name: "OptimizationTests", dependencies: ["Optimization"]),
        .testTarget(name: "AWSTests", dependencies: ["AWS", "CCurl", "Model", "Support"]),
        .testTarget(name: "ServicesTests", dependencies: ["AWS", "Engines", "Model", "Services", "Store", "Support"]),
        .testTarget(name: "StoreTests", dependencies: ["Model", "Store", "Support", grdb]),
        .testTarget(name: "DrillTests", dependencies: ["AWS", "Drill", "Model", "Support", yams]),
        .testTarget(name: "EnginesTests", dependencies: ["AWS", "Drill", "Engines", "Model", "Services", "Store", "Support"]),
        .testTarget(name: "ConsoleTests", dependencies: ["Console", "Drawing", "Support"], exclude: ["__Screens__"]),
        .executableTarget(
            name: "screen-probe", dependencies: ["Drawing", "Terminal"], path: "Tests/ScreenProbe"),
        .target(name: "BenchFigures", dependencies: ["Model"], path: "Tests/BenchFigures"),
        .executableTarget(
            name: "log-bench", dependencies: ["BenchFigures", "Console", "Drawing", "Model"], path: "Tests/LogBench"),
        .executableTarget(
            name: "worker-bench", dependencies: ["BenchFigures", "Engines", "Model", "Store"], path: "Tests/WorkerBench"),
        .executableTarget(
            name: "recorder-bench", dependencies: ["Model", "Store", "Support"], path: "Tests/RecorderBench"),
        .executableTarget(
            name: "escalation-bench", dependencies: ["BenchFigures", "Engines", "Model", "Store"], path: "Tests/EscalationBench"),
        .executableTarget(
            name: "optimizer-bench", dependencies: ["BenchFigures", "Engines", "Model", "Optimization", "Store"],
            path: "Tests/OptimizerBench"),
        .testTarget(name: "TerminalTests", dependencies: ["CTerminal", "Drawing", "Support", "Terminal", "screen-probe"]),
        .testTarget(
            name: "AssemblyTests", dependencies: ["AWS", "Assembly", "Console", "Drill", "Engines", "Model", "Store", "Support"]),
        .testTarget(name: "EndToEnd", dependencies: ["AWS", "Support"]),
    ],
    swiftLanguageModes: [.v6]
)

// Shared settings, once: warnings are errors, imports are internal unless said otherwise.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("ExistentialAny"),
    ]
}
