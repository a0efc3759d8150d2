import Course

/// Questions of the kind that the course asks, with the phrasings of their authors.
enum TextSample {
    static let keyPrompt = """
        A colleague puts the company's API key into the JavaScript of a public web page,
        so that the page can call the model itself. "It goes over HTTPS, so it is
        encrypted and nobody can see it."

        In a few sentences: why is that wrong, what can happen, and how should the page
        get its answers instead?
        """

    static let key = TextTask(
        ideas: [
            Idea(
                id: "readable", title: "everybody who opens the page can read the key",
                say: [
                    "anyone who opens the page can read the key in its source",
                    "the JavaScript is sent to every visitor, with the key in it",
                    "users can see the key in the browser's developer tools",
                    "the key ships to the client and can be extracted",
                    "HTTPS only protects the key on the way, not from the visitor at the end",
                    "the visitor's browser has the key in plain text",
                ], not: ["nobody can read the key", "the key is encrypted so visitors cannot see it"]),
            Idea(
                id: "billed", title: "others can use the key, at the company's cost",
                say: [
                    "others can make calls that are billed to the company",
                    "somebody steals the key and runs up the bill",
                    "strangers use the model at our expense", "the company pays for the use of whoever copied the key",
                    "a thief can spend our money and use up our rate limits",
                ], not: ["it costs nothing if others use the key"]),
            Idea(
                id: "backend", title: "the page asks a server of your own, which holds the key",
                say: [
                    "the page should call our own backend, which holds the key and calls the API",
                    "put a proxy server between the page and the provider",
                    "keep the key on the server and let the browser talk to the server",
                    "our server makes the call with the key from an environment variable",
                    "route the requests through a backend that adds the key",
                ], not: ["no backend is needed"]),
        ],
        misconceptions: [
            Misconception(
                id: "https-hides", title: "HTTPS hides the key from the visitor",
                say: [
                    "HTTPS hides the key from the visitor", "because of HTTPS nobody can see the key",
                    "encryption on the wire keeps the key safe in the page",
                ], feedback: "HTTPS protects the bytes on their way."),
            Misconception(
                id: "obfuscate", title: "obfuscating the code protects the key",
                say: [
                    "obfuscate the JavaScript so the key cannot be found",
                    "minify or encode the key so that nobody can read it",
                    "base64 the key to hide it",
                ], feedback: "The page has to decode the key in order to use it."),
        ])

    static let zeroPrompt = """
        A colleague sends one prompt to a hosted model twice, at temperature 0, and gets
        two answers that agree for a paragraph and then part. "So at 0 there is still
        some randomness in the sampling."

        In a few sentences: what does temperature 0 do, where can the difference come
        from, and why do the answers part for good once they differ?
        """

    static let zero = TextTask(
        ideas: [
            Idea(
                id: "greedy", title: "at 0 the highest-scoring token is taken, nothing is drawn",
                say: [
                    "temperature 0 always takes the token with the highest score",
                    "at 0 nothing is drawn, the most probable token is chosen", "at zero it is greedy decoding",
                    "there is no random draw at temperature 0",
                ], not: ["temperature 0 still draws at random", "it does not take the highest-scoring token"]),
            Idea(
                id: "rounding", title: "the scores themselves differ a little, by rounding and batching",
                say: [
                    "the logits differ slightly because floating-point sums depend on their order",
                    "the request is batched with others, which changes the order of the sums",
                    "rounding errors change the scores a little from run to run",
                    "different hardware or batches compute slightly different logits",
                    "floating-point addition is not associative",
                ], not: ["the scores are always exactly the same"]),
            Idea(
                id: "near-tie", title: "almost equal tokens change places, and the text goes on from another token",
                say: [
                    "when two tokens are almost tied a tiny difference decides which is first",
                    "a near tie can flip and another token is chosen",
                    "after one different token everything that follows is different",
                    "each next token depends on the ones before, so the texts diverge",
                ], not: ["one different token makes no difference to the rest"]),
        ],
        misconceptions: [
            Misconception(
                id: "still-random", title: "temperature 0 still samples at random",
                say: [
                    "at temperature 0 the sampling is still a little random",
                    "zero is not really zero, so some tokens are drawn at random",
                ], feedback: "At 0 there is no draw at all."),
            Misconception(
                id: "seed-missing", title: "the seed was not set",
                say: ["they forgot to set the seed", "without a seed temperature 0 is random"]),
        ])

    static let guardPrompt = """
        A program reads OpenAI's stream like this, with `include_usage` on:

        ```text
        for each event until [DONE]:
            chunk = parse JSON of the event's data
            piece = chunk.choices[0].delta.content
            if piece is not null: print piece
        ```

        It prints the whole answer, and then dies of an error. In a sentence or two:
        what is special about the chunk that kills it, and what should the loop do?
        """

    static let loop = TextTask(
        ideas: [
            Idea(
                id: "empty-choices", title: "the usage chunk has an empty list of choices",
                say: [
                    "the last chunk before DONE has an empty choices list",
                    "the usage chunk has no choices, so choices[0] does not exist",
                    "choices is empty in the chunk that carries the usage",
                    "there is no first element in choices, so the index is out of range",
                ], not: ["choices is never empty", "every chunk has a choice"]),
            Idea(
                id: "check", title: "the loop should look whether there is a choice before it takes the first",
                say: [
                    "check that choices is not empty before taking the first",
                    "test the length of choices before you index it",
                    "skip chunks whose choices list is empty", "only read delta if there is at least one choice",
                    "if there are no choices, read the usage instead and go on",
                ], not: ["no check is needed"]),
        ],
        misconceptions: [
            Misconception(
                id: "done-parsed", title: "the error comes from parsing DONE as JSON",
                say: ["the program tries to parse DONE as JSON", "DONE is not JSON and that is what breaks it"],
                feedback: "This loop stops at `[DONE]` before it parses."),
            Misconception(
                id: "turn-off", title: "the only remedy is not to stream",
                say: ["the only remedy is to turn streaming off", "do not stream"]),
        ])
}
