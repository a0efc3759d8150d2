internal import LanguageModel
internal import ModelAPI

extension MessageRequest {
    /// The prompt block by block, in the order tools, system, messages, as far as the cache is concerned.
    struct CacheOutline: Sendable {
        var prefixes: [PromptCache.Prefix] = []
        /// Which blocks are marked, and the request that ends there.
        var marks: [(block: Int, timeToLive: CacheControl.TimeToLive, request: MessageRequest)] = []
    }

    /// - Parameter scope: whose cache it is. Organisations and models share nothing.
    func cacheOutline(scope: String) -> CacheOutline {
        var outline = CacheOutline()
        var prefix = PromptCache.Prefix(scope)
        var begun = self
        (begun.system, begun.messages) = ([], [])
        for (index, tool) in tools.enumerated() {
            var plain = tool
            plain.cacheControl = nil
            prefix = prefix.adding(plain)
            begun.tools = Array(tools[...index])
            outline.add(prefix, tool.cacheControl, begun)
        }
        prefix = prefix.adding("system")
        for block in system {
            prefix = prefix.adding(block.unmarked)
            begun.system.append(block)
            outline.add(prefix, block.cacheControl, begun)
        }
        // What changes how the conversation is read makes another prompt of it, from here on.
        prefix = prefix.adding([String(describing: toolChoice), String(describing: thinking)])
        for turn in messages {
            prefix = prefix.adding(turn.role)
            begun.messages.append(MessageTurn(role: turn.role, blocks: []))
            for block in turn.blocks {
                prefix = prefix.adding(block.unmarked)
                begun.messages[begun.messages.count - 1].blocks.append(block)
                outline.add(prefix, block.mark, begun)
            }
        }
        if let cacheControl, !outline.prefixes.isEmpty {
            let last = outline.prefixes.count - 1
            outline.marks.removeAll { $0.block == last }
            outline.marks.append((last, cacheControl.timeToLive, self))
        }
        return outline
    }
}

extension MessageRequest.CacheOutline {
    fileprivate mutating func add(
        _ prefix: PromptCache.Prefix, _ mark: CacheControl?, _ request: @autoclosure () -> MessageRequest
    ) {
        prefixes.append(prefix)
        if let mark { marks.append((prefixes.count - 1, mark.timeToLive, request())) }
    }

    /// The marks with the tokens before each, by the local model's count.
    ///
    /// - Parameter total: the tokens of the whole prompt. The last one is always read anew: an answer begins with it.
    func counted(with model: any LanguageModel, total: Int) -> [PromptCache.Mark] {
        marks.map { mark in
            let prompt = MessagePrompt(mark.request)
            let tokens = model.promptTokens(for: prompt.turns).count + prompt.unreadTokens
            return PromptCache.Mark(block: mark.block, timeToLive: mark.timeToLive, tokens: min(tokens, total - 1))
        }
    }
}

extension InputBlock {
    /// The mark of the block, or of the last marked block within.
    fileprivate var mark: CacheControl? {
        guard case .toolResult(_, let content, _) = content else { return cacheControl }
        return cacheControl ?? content.last { $0.cacheControl != nil }?.cacheControl
    }

    /// What the block says, marks aside.
    fileprivate var unmarked: Content {
        guard case .toolResult(let id, let parts, let isError) = content else { return content }
        return .toolResult(id: id, content: parts.map { InputBlock($0.content) }, isError: isError)
    }
}
