import ArgumentParser
import ModelAPI

extension AsOf: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
