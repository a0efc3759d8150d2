extension Corpus {
    /// Short explanations of the course's subjects in running text.
    static let explanations = """
        A request is text. The first line has a method, a path and a version. Then come the headers, one on each line, then an empty line, and then the body. The response has the same form, but its first line has a status code.

        When you send a message to a model, your program builds a request and sends it to an endpoint. The server checks the key, counts the tokens, runs the model, and sends the answer back. If something is wrong, the server sends an error with a status code that says what to do next.

        A model does not write a sentence all at once. It reads the prompt, gives a score to every token in its vocabulary, and one token is drawn. Then the token is added to the text, and the model begins again. This goes on until the model draws the end of the text, a stop sequence comes up, or the limit is reached.

        The scores of a model are called logits. Softmax turns the logits into probabilities. A temperature below one makes the high scores count for more, and a temperature above one brings the scores closer together. The order of the tokens stays the same.

        Top-p looks at the most probable tokens first and adds up their probabilities. As soon as the sum reaches p, all the other tokens are dropped. The tokens that are left keep their order, and their probabilities are divided by their sum, so that they add up to one again.

        Top-k is simpler than top-p. It keeps the same number of tokens at every step, whether the model is certain or not. Top-p keeps few tokens when the model is certain and many tokens when it is not.

        Streaming sends the answer while it is being written. Each event holds a small piece of the text, and the client puts the pieces together. A piece may end in the middle of a word, and even in the middle of a character, so a client has to keep the bytes that are not complete.

        Server-sent events are simple. A line that begins with data holds the data, a line that begins with event holds the name, and an empty line ends the event. A line that begins with a colon is a comment, and a client ignores it.

        A rate limit is counted for each organisation or project, not for each key. When you send too much, the server answers with 429 and says how long to wait. A good client waits for that long, adds a little randomness, and tries again only a few times.

        Not every error should be retried. A wrong key stays wrong, and a missing field stays missing. A timeout, a rate limit or a failure of the server may be gone a moment later, so a retry can help.

        An API key is a secret. Keep it in an environment variable or in a secret manager. Do not put it into the code, do not put it into an app, and do not send it in an email. If it leaks, revoke it at once and make a new one.

        You pay for tokens. The price of the input tokens and the price of the output tokens are different, and both are usually given for a million tokens. Multiply each count by its price, add the two products, and divide by one million.

        A shorter prompt costs less, and so does a shorter answer. A cheap model is often good enough for simple work. A cache answers the same question without another call. Measure the quality before and after each change.

        The conversation is sent again with every request, because a chat API does not remember it. A long conversation therefore costs more with every turn. You can drop the oldest messages, or write a short summary of them.

        A synchronous call waits for the answer. It is the simplest way, and it is right when the answer comes quickly. For long work it is better to put the task into a queue and to fetch the result later.

        A token is not a word. A common word is one token, a rare word is several tokens, and a space is usually part of the token after it. Numbers and names are often split. Two models with different tokenizers count the same text differently.

        This model is an n-gram model. It counts which token followed which in its text. It looks at the last six tokens, and when it has never seen them together it looks at five, at four, and so on. It does not understand what it says.

        JSON has objects, arrays, strings, numbers, true, false and null. An object is written in braces, with names and values. An array is written in brackets, with values. Names and strings stand in double quotes.

        A status code has three digits. The first digit says what kind of answer it is. A code that begins with 2 is a success. A code that begins with 3 usually sends you to another address. A code that begins with 4 says that the request was wrong. A code that begins with 5 says that the server failed.

        The length of a body is counted in bytes, not in characters. A letter such as a takes one byte in UTF-8, and a letter with an accent takes two. If the length is too small, the end of the body is cut off. If it is too large, the server waits for bytes that never come.

        A stop sequence ends the text before the model would end it. It is not part of the answer. A short stop sequence may come up where you do not expect it, so choose one that does not occur in a good answer.

        An SDK saves work. It builds the request, sends it, reads the answer, and often tries again when something fails. It is still good to know what it sends, because an error is easier to understand when you have seen the bytes.

        Spring comes after winter, and summer comes after spring. In spring the days become longer, the birds come back, and the first flowers open. In autumn the leaves turn red and yellow, and the days become shorter.

        Water is a liquid at room temperature. When it is cold enough it becomes ice, and when it is hot enough it becomes steam. Ice floats, because it is lighter than the water around it.

        The earth goes round the sun in one year, and it turns once in a day. It is day on the side that looks at the sun and night on the other side. The moon shines because it reflects the light of the sun.

        A bicycle has two wheels and no engine. You turn the pedals with your feet, the chain turns the back wheel, and the bicycle moves. It is easier to keep your balance when you ride than when you stand still.

        Bread needs flour, water, salt and time. Mix them, let the dough rest, and bake it until the crust is brown. The smell of fresh bread is one of the best smells in the world.

        A map is a picture of a place from above. North is usually at the top. A small map of a large country shows only the cities, and a large map of a small town shows every street.
        """
}
