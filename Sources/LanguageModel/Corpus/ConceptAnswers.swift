extension Corpus {
    /// The course's own subjects: models, tokens, sampling, streaming, limits, cost.
    static let conceptAnswers = """
        What is an API?
        In one sentence, what is an API?
        Explain what an API is.
        = An API is an agreement about how one program may ask another for something, and what it gets back.
        = An API is a set of requests that a program accepts, together with the answers that it gives.

        What does API stand for?
        = API stands for application programming interface.

        What is a large language model?
        What is a language model?
        Explain what a language model is.
        = A language model gives a probability to every token that could come next.
        = A language model is a program that reads some text and says how probable each next token is.

        What is an LLM API?
        What does an LLM API do?
        Why use an API for a language model?
        = An LLM API lets your program send text to a language model over the network and get text back.
        = With an API you need no graphics card of your own: the provider runs the model, and you pay for the tokens.

        What is a token?
        In one sentence, what is a token?
        Explain what a token is.
        = A token is a piece of text, often a word or part of a word, that a model reads or writes as one unit.
        = A token is the unit in which a model reads, writes and is paid for: about four characters of English text.

        Why do models use tokens?
        Why not use letters instead of tokens?
        = Tokens are longer than letters, so the model needs fewer steps for the same text.
        = With tokens a model needs fewer steps than with letters, and it still has a way to write words that are new.

        How many tokens are in a word?
        How many tokens is a word?
        = A common English word is often one token; a rare word is split into several tokens.
        = As a rule of thumb, one hundred tokens are about seventy-five English words.

        What is a tokenizer?
        What does a tokenizer do?
        = A tokenizer cuts text into tokens and turns tokens back into text.
        = A tokenizer cuts text into the tokens of a fixed vocabulary, and every model has its own.

        What is a vocabulary?
        What is the vocabulary of a model?
        = The vocabulary is the list of all the tokens that a model can read and write.
        = The vocabulary is a fixed list of tokens, and the model gives a score to each of them at every step.

        What is byte pair encoding?
        How does byte pair encoding work?
        = Byte pair encoding starts with single bytes and joins the most frequent pairs, again and again, until the vocabulary is full.

        What is token counting?
        Why should I count tokens?
        How do I count tokens?
        = Count tokens before you send a request, because the price and the limits of an API are stated in tokens.
        = You can count tokens with the tokenizer of the model, or read the usage that comes back with the answer.

        What is a logit?
        In one sentence, what is a logit?
        Explain what a logit is.
        = A logit is the score that a model gives to a token before the scores are turned into probabilities.
        = A logit is a raw score: the higher the logit, the more probable the token.

        What is softmax?
        What does softmax do?
        How do logits become probabilities?
        = Softmax turns logits into probabilities: raise e to each logit, then divide by the sum.
        = Softmax makes every score positive and divides by the sum, so that the probabilities add up to one.

        What is sampling?
        How does a model choose the next token?
        How is the next token chosen?
        = The model gives a probability to every token, and one token is drawn at random according to these probabilities.
        = Sampling means drawing the next token at random, so that a probable token is drawn more often than a rare one.

        What is temperature?
        What does temperature do?
        In one sentence, what is temperature?
        Explain temperature in one line.
        = Temperature divides every logit before the softmax: a low temperature makes the distribution sharper, a high one makes it flatter.
        = Temperature rescales the whole distribution: below one the likely tokens become more likely, above one the unlikely tokens gain.

        What happens at temperature zero?
        What does a temperature of zero mean?
        = At temperature zero the token with the highest logit is chosen every time.
        = At temperature zero the most probable token always wins, although a hosted model may still vary a little from call to call.

        What happens at a high temperature?
        What does a temperature of two do?
        = At a high temperature the distribution becomes flatter, so rare tokens are drawn more often and the text becomes stranger.

        Does temperature change the order of the tokens?
        Does temperature change which token is the most probable?
        = No, temperature changes how far apart the probabilities are, but never their order.

        Does temperature change the length of the answer?
        Does temperature make a model faster?
        = No, temperature only changes the probabilities of the tokens.

        Which temperature should I use?
        How do I choose the temperature?
        = Use a low temperature when there is one right answer, and a higher temperature when you want variety.
        = For extracting facts a low temperature is a good start; for ideas and stories try a higher one.

        What is top-p?
        What does top-p do?
        In one sentence, what is top-p?
        Explain top-p in one line.
        = Top-p keeps the smallest set of tokens whose probabilities together reach p, and renormalises them.
        = Top-p cuts off the tail: only the most probable tokens that together reach p may be drawn.

        What is nucleus sampling?
        What is the nucleus?
        = Nucleus sampling is another name for top-p.

        What does a top-p of one do?
        What happens when top-p is one?
        = A top-p of one keeps every token, so it changes nothing.

        What does a top-p of zero do?
        What happens when top-p is very small?
        = A very small top-p keeps only the most probable token.

        What is the difference between temperature and top-p?
        How do temperature and top-p differ?
        = Temperature rescales all the probabilities, while top-p decides which tokens may be drawn at all.
        = Temperature changes the shape of the distribution; top-p cuts off its tail and renormalises what is left.

        Should I change them both at once?
        Should I set temperature and top-p together?
        = It is best to change one of them at a time, so that you can see what each of them does.

        What is top-k?
        What does top-k do?
        = Top-k keeps the k most probable tokens and drops all the others.

        What is min-p?
        What does min-p do?
        = Min-p keeps the tokens that are at least a given fraction as probable as the most probable one.

        What is entropy?
        What does the entropy of a distribution tell me?
        = Entropy measures how uncertain the next token is: zero bits when one token is certain, more when many are possible.
        = Entropy is measured in bits: one bit is the uncertainty of a fair coin.

        What is perplexity?
        = Perplexity is two to the power of the entropy in bits: the number of equally likely tokens that would be as uncertain.

        What is a seed?
        What does the seed do?
        = A seed sets where the random numbers start: the same seed with the same request gives the same text here.
        = With the same seed, the same model and the same settings, this lab draws the same tokens.

        What is greedy decoding?
        What does greedy mean?
        = Greedy decoding always takes the token with the highest probability.

        What is a prompt?
        = A prompt is the text that you give to a model for it to continue or to answer.

        What is a system prompt?
        What is a system message for?
        = A system prompt tells the model how to behave before the conversation begins.
        = A system prompt sets the role, the tone and the rules for the whole conversation.

        What is a completion?
        = A completion is the text that a model writes after a prompt.

        What is a context window?
        What is the context length?
        = The context window is the number of tokens that the prompt and the answer may have together.
        = The context window is the number of tokens that a model can take into account at once.

        What is max tokens?
        What does max tokens do?
        What is the max tokens setting for?
        = Max tokens is the largest number of tokens that the model may write in its answer.
        = Max tokens sets a limit on the answer: when it is reached the text stops, even in the middle of a sentence.

        Does max tokens make the answer longer?
        Does a high max tokens cost more?
        = No, max tokens is only a limit: you pay for the tokens that are written, not for those that were allowed.

        What is a stop sequence?
        What does a stop sequence do?
        What are stop sequences for?
        = A stop sequence is a string that ends the answer as soon as the model writes it.
        = When the model writes a stop sequence the answer ends, and the stop sequence itself is not part of the answer.

        Why is a full stop a bad stop sequence?
        = A full stop also stands inside numbers and abbreviations, so the answer may end too early.

        What is a finish reason?
        What does the finish reason tell me?
        = The finish reason says why the text ended: the model was done, a limit was reached, or a stop sequence came up.

        What is streaming?
        In one sentence, what is streaming?
        What does streaming do?
        Explain streaming in one line.
        = Streaming sends the answer piece by piece while the model is still writing it.
        = With streaming the first words arrive early, although the whole answer takes just as long.

        Why should I stream an answer?
        When should I use streaming?
        = Stream when a person is waiting: they can begin to read while the rest is still being written.
        = Streaming makes the wait for the first words shorter, not the wait for the last.

        Is streaming cheaper?
        Does streaming cost less?
        = No, streaming costs the same.

        What is the time to first token?
        What is time to first token?
        = The time to first token is the time from the request until the first piece of the answer arrives.

        What is a server-sent event?
        What are server-sent events?
        What is SSE?
        = Server-sent events are lines of text that a server sends over one open response: each event ends with a blank line.
        = A server-sent event is a few lines such as a name and some data, followed by a blank line.

        How does a stream end?
        How do I know that a stream is complete?
        = OpenAI ends a chat stream with the data [DONE]; Anthropic sends an event called message_stop.

        What is a delta?
        What is a delta in a stream?
        = A delta is the piece of the answer that is new since the last event.

        What is a rate limit?
        What are rate limits?
        What is rate limiting?
        = A rate limit is the number of requests or tokens that you may send in a given time.
        = Rate limits protect a service from too much traffic and share it fairly among its users.

        Why do APIs have rate limits?
        Why is there a rate limit?
        = They keep one user from taking the whole service, and they protect it from overload.

        What do RPM and TPM mean?
        What are RPM and TPM?
        = RPM means requests per minute, and TPM means tokens per minute.

        What should I do when I reach a rate limit?
        How do I handle a rate limit?
        How should a client handle a rate limit?
        = Wait for as long as the retry-after header says, then try again.
        = Wait and try again, with a longer wait after each failure and a little randomness in every wait.

        What is exponential backoff?
        What is backoff?
        = Exponential backoff means waiting twice as long after each failure, up to a limit.

        What is jitter?
        Why add jitter to a retry?
        = Jitter is a random part of the wait, so that many clients do not all come back at the same moment.

        What is an API key?
        In one sentence, what is an API key?
        Explain what an API key is.
        = An API key is a secret string that tells the service who is calling and whom to bill.
        = An API key is a password for programs: whoever holds it can use the service in your name.

        Where should I keep my API key?
        How do I keep an API key safe?
        How should I store an API key?
        = Keep an API key in an environment variable or a secret manager, never in the code.
        = Keep the key on your own server, out of client code and out of version control.

        Why should an API key not be in the code?
        Why should keys never be in version control?
        Why not put the key in the app?
        = Whoever can read the code can take the key, and the history of a repository keeps what was deleted.
        = A key that is shipped to users can be read by users, and you pay for what they do with it.

        What should I do if my key leaks?
        What should I do when a key is leaked?
        = Revoke the key at once, make a new one, and look at the usage for calls that are not yours.

        What is authentication?
        How does authentication work?
        = Authentication is how a service finds out who is calling.
        = Your program sends a key in a header of each request, and the service checks it.

        What is the difference between authentication and authorization?
        = Authentication asks who you are; authorization asks what you may do.

        What is an SDK?
        In one sentence, what is an SDK?
        What does an SDK do?
        = An SDK is a library that makes an API easy to call from one programming language.
        = An SDK wraps the requests of an API in functions and types, and often adds retries and streaming.

        What does SDK stand for?
        = SDK stands for software development kit.

        Do I need an SDK?
        Can I call the API without an SDK?
        = You do not need an SDK: any program that can send an HTTP request can call the API.

        What does an API call cost?
        How is an API call priced?
        How much does an API call cost?
        What do API calls cost?
        = The cost is the input tokens times the input price plus the output tokens times the output price.
        = You pay for the tokens that you send and for the tokens that you get back, usually at different prices.

        Why do output tokens cost more?
        Why are output tokens more expensive?
        = Output tokens are written one after another, while input tokens can be read together, so output takes more work per token.

        How can I lower the cost?
        How can I save money on API calls?
        How do I make my API calls cheaper?
        = Send simple work to a small model, keep prompts short, cache what repeats, and measure the result.
        = Use shorter prompts, shorter answers, a cheaper model where it is good enough, and a cache for repeated questions.

        What is caching?
        What is a response cache?
        = A cache keeps answers, so that the same question need not be paid for twice.

        What is prompt caching?
        = With prompt caching a provider charges less for a beginning of the prompt that it has seen a short while ago.

        What is a batch API?
        What is batching?
        = A batch API takes many requests at once, answers within hours instead of seconds, and costs less.

        What is model tiering?
        What is tiering?
        = Tiering means that simple requests go to a cheap model and only hard requests go to an expensive one.

        What is a proxy?
        = A proxy stands between a client and a server and passes the requests on.

        Why put a backend between the app and the API?
        = A backend of your own keeps the key secret, and it can check, limit and record every request.

        What is a hallucination?
        Can I trust what a model says?
        = A hallucination is a statement that sounds right and is wrong, so check what matters.
        = A model writes what is probable, not what is true, so check what matters.

        What is an n-gram model?
        How does an n-gram model work?
        = An n-gram model looks at the last few words and uses how often each word came next in its text.
        = An n-gram model counts which word follows which, and gives each next word a probability from these counts.

        What kind of model are you?
        Who are you?
        What are you?
        = I am a small n-gram model inside this workbook, and I only know the text that I was made from.
        = I am the model of this lab: I look at the last six tokens and guess the next one.

        What can you do?
        = I can continue a sentence, answer short questions about this course, and tell a short story.

        Are you intelligent?
        Can you think?
        = No, I only count which word follows which.

        What is machine learning?
        = Machine learning means that a program finds patterns in examples instead of following rules that someone wrote down.

        What is training?
        How is a model trained?
        = Training means changing the numbers inside a model until it predicts its examples well.

        What is inference?
        = Inference means using a trained model: text goes in, and a prediction comes out.

        What is a parameter of a model?
        = A parameter is one of the numbers inside a model that training has set.

        What is an embedding?
        = An embedding is a list of numbers that stands for the meaning of a text, so that similar texts have similar numbers.

        What is latency?
        = Latency is the time that you wait for an answer.

        What is throughput?
        = Throughput is how much work is done in a given time, for example how many tokens a second.
        """
}
