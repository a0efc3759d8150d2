extension MessageRequest {
    static func messages(_ fields: AnthropicFields, _ reader: InputBlockReader) throws(APIError) -> [MessageTurn] {
        guard let list = try fields.required("messages").array else {
            throw AnthropicFields.invalid("messages", "Input should be a valid list")
        }
        guard !list.isEmpty else { throw AnthropicFields.invalid("messages", "at least one message is required") }
        guard list.count <= 100_000 else {
            throw AnthropicFields.invalid(
                "messages", "List should have at most 100000 items after validation, not \(list.count)")
        }
        var messages: [MessageTurn] = []
        for (index, element) in list.enumerated() {
            let turn = try message(try fields.fields(of: element, at: "messages.\(index)"), reader)
            let isLast = index == list.count - 1
            guard !turn.blocks.isEmpty || isLast && turn.role == .assistant else {
                throw AnthropicFields.invalid(
                    "messages.\(index)",
                    "all messages must have non-empty content except for the optional final assistant message")
            }
            messages.append(turn)
        }
        if messages[0].role == .assistant {
            throw AnthropicFields.invalid("messages", #"first message must use the "user" role"#)
        }
        if let last = messages.last, last.role == .assistant, last.text.last?.isWhitespace == true {
            throw AnthropicFields.invalid(
                "messages", "final assistant content cannot end with trailing whitespace")
        }
        return messages
    }

    private static func message(_ fields: AnthropicFields, _ reader: InputBlockReader) throws(APIError) -> MessageTurn {
        guard let name = fields.object["role"] else { throw fields.invalid("role", "Field required") }
        let role: InputMessage.Role
        let part: InputBlockReader.Place
        switch name.string {
        case "user": (role, part) = (.user, .user)
        case "assistant": (role, part) = (.assistant, .assistant)
        case "system": (role, part) = (.system, .system)
        default: throw fields.invalid("role", "Input should be 'user' or 'assistant'")
        }
        guard let content = fields.object["content"] else { throw fields.invalid("content", "Field required") }
        try fields.refuseUnknown(["role", "content"])
        return MessageTurn(role: role, blocks: try reader.content(content, fields.place(of: "content"), in: part))
    }

    // MARK: Rules between blocks

    /// Each use of a tool is answered in the next turn of the user, and nothing else is.
    func checkToolUses() throws(APIError) {
        var open: [String] = []
        var openedAt = 0
        var seen: Set<String> = []
        var role = InputMessage.Role.system
        for (index, turn) in messages.enumerated() where turn.role != .system {
            if turn.role == .assistant, role == .user {
                try Self.checkAnswered(open, openedAt)
                open = []
            }
            if turn.role == .assistant {
                for id in turn.toolUseIDs {
                    guard seen.insert(id).inserted else {
                        throw AnthropicFields.invalid("messages.\(index)", "`tool_use` ids must be unique")
                    }
                    open.append(id)
                    openedAt = index
                }
            }
            for (position, block) in turn.blocks.enumerated() {
                guard case .toolResult(let id, _, _) = block.content else { continue }
                guard let answered = open.firstIndex(of: id) else {
                    throw AnthropicFields.invalid(
                        "messages.\(index).content.\(position)",
                        "unexpected `tool_use_id` found in `tool_result` blocks: \(id). Each `tool_result` block must have a "
                            + "corresponding `tool_use` block in the previous message.")
                }
                open.remove(at: answered)
            }
            // Consecutive turns of the user are one.
            let isLastOfRole = messages[(index + 1)...].first { $0.role != .system }?.role != turn.role
            if turn.role == .user, isLastOfRole { try Self.checkAnswered(open, openedAt) }
            role = turn.role
        }
        try Self.checkAnswered(open, openedAt)
    }

    private static func checkAnswered(_ open: [String], _ index: Int) throws(APIError) {
        guard !open.isEmpty else { return }
        throw AnthropicFields.invalid(
            "messages.\(index)",
            "`tool_use` ids were found without `tool_result` blocks immediately after: \(open.joined(separator: ", ")). "
                + "Each `tool_use` block must have a corresponding `tool_result` block in the next message.")
    }

    /// Four marks at most, and none of an hour after one of five minutes.
    func checkCacheMarks() throws(APIError) {
        var marks = cacheMarks
        if let cacheControl { marks.append(("cache_control", cacheControl)) }
        guard marks.count <= 4 else {
            throw .anthropic(400, "A maximum of 4 blocks with cache_control may be provided. Found \(marks.count).")
        }
        var isShort = false
        for (place, mark) in marks {
            if mark.timeToLive == .oneHour, isShort {
                throw AnthropicFields.invalid(
                    "\(place).cache_control.ttl",
                    "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are "
                        + "processed in the following order: `tools`, `system`, `messages`.")
            }
            if mark.timeToLive == .fiveMinutes { isShort = true }
        }
    }

    /// The marks within the prompt and their places, in the order in which the prompt is read.
    private var cacheMarks: [(place: String, CacheControl)] {
        var marks: [(String, CacheControl)] = []
        for (index, tool) in tools.enumerated() {
            if let mark = tool.cacheControl { marks.append(("tools.\(index)", mark)) }
        }
        for (index, block) in system.enumerated() {
            if let mark = block.cacheControl { marks.append(("system.\(index)", mark)) }
        }
        for (index, turn) in messages.enumerated() {
            for (position, block) in turn.blocks.enumerated() {
                if let mark = block.cacheControl { marks.append(("messages.\(index).content.\(position)", mark)) }
                guard case .toolResult(_, let content, _) = block.content else { continue }
                for part in content {
                    if let mark = part.cacheControl { marks.append(("messages.\(index).content.\(position)", mark)) }
                }
            }
        }
        return marks
    }
}
