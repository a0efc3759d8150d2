/// Which English words carry structure, and which carry little content.
enum WordLists {
    /// Words that hold a sentence together. They are never content, and a text without them is a list of keywords.
    static let function: Set<String> = words(
        """
        a an the this that these those it its he she they them their his her i you we our your my me us itself themselves
        one is are was were be been being am do does did done have has had having can could may might must shall should
        will would of to in on at by for from with into onto over under about as than then so if else when while until
        before after because since although though but and or nor yet not no never there here which who whom whose what
        where why how also too very just only even such some any both each per via up out off down again instead rather
        however therefore thus hence between through during without within against more most less least other another
        own same few many much still already ever nothing nobody none neither cannot t s re ve ll d m let
        """)

    /// Function words that nevertheless say something: they count as content, but for little.
    static let light: Set<String> = words(
        """
        only before after again instead own same more less most least other others another whoever during between within through over
        make take get go give use need come put let want thing way something somebody someone anyone everybody everyone
        every all always each really actually simply basically mean say tell happen become seem know see
        """)

    static let negators: Set<String> = ["not", "no", "never", "nobody", "nothing", "none", "neither", "nor", "without"]

    /// Words after which a negation no longer reaches: the clause is over.
    static let clauseEnders: Set<String> = words(
        "but and so because since while whereas although though however if when then unless until")

    /// Words that introduce what is asked, not what is the case.
    static let conditionals: Set<String> = words("if whether unless check test verify ensure until")

    /// Those of them that say that something is to be found out, and not that it is so under a condition.
    static let questions: Set<String> = words("whether check test verify ensure")

    /// Stems after which somebody else's opinion is told.
    static let opinions: Set<String> = ["think", "believ", "claim", "assum", "suppos", "myth", "misconcept", "argu"]

    static let denials: Set<String> = words(
        "wrong false incorrect untrue mistaken myth misconception nonsense invalid")

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
