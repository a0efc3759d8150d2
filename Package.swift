// swift-tools-version: 6.2
import PackageDescription

// Layers, and who may import whom: docs/architecture.md. A target imports lower layers only.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let collections = product(name: "OrderedCollections", package: "swift-collections")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging = product(name: "Logging", package: "swift-log")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let yams = product(name: "Yams", package: "Yams")
}

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
        swiftSettings: strict)
}

let package = Package(
    name: "workbook",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "workbook", targets: ["workbook"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Layer 0: C
        .target(name: "CKernels"),
        .target(name: "CEditLine", linkerSettings: [.linkedLibrary("edit")]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CMarkdown", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),

        // Layer 1: bytes, numbers, files
        module("DataFiles", [.yams]),
        module("HTTPWire"),
        module("SecretScan"),
        module("Tokenization"),
        module("Sampling", ["CKernels"]),

        // Layer 2: the domains
        module("Course", ["DataFiles"]),
        module("LanguageModel", ["CKernels", "Sampling", "Tokenization"]),
        module(
            "ModelAPI", ["HTTPWire", "DataFiles", .collections],
            // `Facts/Data` is `facts/`: the course's files are the one source, and the executable carries them.
            resources: ["openai.yaml", "anthropic.yaml", "prices.yaml", "limits.yaml", "advice.yaml"].map {
                .embedInCode("Facts/Data/\($0)")
            }),
        module("ModelFiles", ["DataFiles", .crypto]),
        module("Progress", [.grdb]),

        // Layer 3
        module("Traffic", ["HTTPWire", "ModelAPI"]),

        // Layer 4: sockets, and the grader
        module("Capture", ["Traffic", "HTTPWire", "ModelAPI", .nioCore, .nioPosix]),
        module(
            "LabServer",
            [
                "ModelAPI", "DataFiles", "LanguageModel", "Sampling", "Tokenization", "Traffic", "HTTPWire", "CZlib",
                .collections, .httpTypes,
                .hummingbird, .hummingbirdCore, .lifecycle, .logging, .nioCore, .nioHTTP1, .nioPosix,
            ],
            // Built into the executable, so that an installed workbook looks for no file.
            resources: ["page.html", "page.css", "page.js", "figure.js", "sliders.js", "words.js"].map {
                .embedInCode("Projector/Page/\($0)")
            } + [.embedInCode("Endpoints/OpenAI/Moderations/examples.txt")]),
        module("Grading", ["Course", "ModelAPI", "Traffic", "Sampling", "Tokenization", "LanguageModel", "HTTPWire"]),

        // Layer 5
        module("Assessment", ["Course", "DataFiles", "Grading", "HTTPWire", "LanguageModel", "ModelAPI", "Traffic"]),
        module("Terminal", ["CEditLine", "CMarkdown"]),

        // Layer 6
        module("Explorer", ["Sampling", "Tokenization", "Terminal"]),

        // Layer 7
        .executableTarget(
            name: "workbook",
            dependencies: [
                "Assessment", "Capture", "Course", "DataFiles", "Explorer", "Grading", "HTTPWire", "LabServer",
                "LanguageModel",
                "ModelAPI", "ModelFiles", "Progress", "Sampling", "SecretScan", "Terminal", "Tokenization", "Traffic",
                .argumentParser,
            ],
            // It imports nearly everything: naming each import in each file would say nothing.
            swiftSettings: [.enableUpcomingFeature("ExistentialAny")]),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        tests(of: "Capture", ["Traffic", "HTTPWire", "ModelAPI", .nioCore, .nioPosix]),
        tests(of: "Course", ["DataFiles"]),
        tests(of: "DataFiles"),
        tests(of: "Explorer", ["Sampling", "Tokenization", "Terminal"]),
        tests(of: "Grading", ["Course", "ModelAPI", "Traffic", "Sampling", "LanguageModel", "HTTPWire"]),
        tests(of: "HTTPWire"),
        tests(of: "LabServer", ["DataFiles", "Sampling", "ModelAPI", "LanguageModel", "HTTPWire", "Tokenization"]),
        tests(of: "LanguageModel", ["CKernels", "Sampling", "Tokenization"]),
        tests(of: "ModelAPI", ["HTTPWire", "DataFiles"]),
        tests(of: "ModelFiles", ["DataFiles"]),
        tests(of: "Progress", [.grdb]),
        tests(of: "Sampling", ["CKernels"]),
        tests(of: "SecretScan"),
        tests(of: "Terminal"),
        tests(of: "Tokenization", ["DataFiles"]),
        tests(of: "Traffic", ["HTTPWire", "ModelAPI"]),
    ]
)
