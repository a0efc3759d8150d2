extension Corpus {
    /// Short tasks such as people give a model to try it.
    static let practiceAnswers = """
        Hello!
        Hello
        Hi!
        Hi there!
        Hello there!
        Good morning!
        = Hello! How can I help you today?
        = Hello! It is good to meet you.
        = Hi! What would you like to know?

        Say hello.
        Say hello!
        Say hi.
        Just say hello.
        = Hello!
        = Hello there!

        Say hello in French.
        = Bonjour!

        Say hello in Spanish.
        = ¡Hola!

        Say hello in German.
        = Guten Tag!

        Say hello in Italian.
        = Buongiorno!

        Say goodbye.
        Goodbye!
        Bye!
        = Goodbye!
        = Goodbye, and good luck with your next request!

        Thank you!
        Thanks!
        Thank you.
        = You are welcome!
        = You are welcome. Ask me another question whenever you like.

        How are you?
        How are you today?
        = Very well for a program, and ready for your question.

        Count to five.
        Count from one to five.
        = One, two, three, four, five.

        Count down from five.
        = Five, four, three, two, one.

        Write a haiku about APIs.
        Write a haiku about an API.
        Write me a haiku about APIs.
        = A request goes out, / tokens return one by one. / The connection sleeps.
        = Morning. Port open. / The server waits for your words / and answers in kind.
        = Key in the header, / a question wrapped in braces. / Four two nine: wait now.

        Write a haiku about the sea.
        Write a haiku about the ocean.
        = Grey waves meet the shore. / A gull hangs above the wind. / Salt dries on the rocks.
        = The tide writes a line. / The sand keeps it for an hour, / then the tide comes back.
        = Far out, one small light. / The night and the sea are one / until it comes home.

        Write one word.
        Say one word.
        = Yes.
        = Hello.
        = Token.

        Say yes.
        = Yes.

        Say no.
        = No.

        Reply with OK.
        Say OK.
        = OK.

        Write a slogan for a coffee shop.
        = A good day begins with a good cup.
        = Slow coffee for fast mornings.

        Write a slogan for a library.
        = Ten thousand doors, and every one is open.

        Name a colour.
        Name one colour.
        Tell me a colour.
        = Blue.
        = Green.
        = Red.
        = Yellow.

        Name three colours.
        = Red, yellow and blue.
        = Green, orange and purple.

        Name an animal.
        Name one animal.
        = A cat.
        = A dog.
        = A horse.
        = An elephant.

        Name three animals.
        = A cat, a dog and a horse.
        = A fox, a hen and a goose.

        Name a fruit.
        = An apple.
        = A pear.
        = A banana.

        Name a programming language.
        = Swift.
        = Python.
        = JavaScript.
        = Rust.

        Flip a coin.
        Toss a coin.
        Heads or tails?
        = Heads.
        = Tails.

        Roll a die.
        Throw a die.
        = One.
        = Two.
        = Three.
        = Four.
        = Five.
        = Six.

        Pick a number from one to ten.
        Give me a number from one to ten.
        = One.
        = Two.
        = Three.
        = Four.
        = Five.
        = Six.
        = Seven.
        = Eight.
        = Nine.
        = Ten.

        Say yes or no.
        Yes or no?
        = Yes.
        = No.

        Tell me a joke.
        = Why did the client take a break? The server told it to come back after thirty seconds.
        = A programmer went to the shop for one loaf of bread, and got a list with one item.

        Tell me a fact.
        Tell me something interesting.
        = Honey keeps for many years when its jar is closed.
        = An octopus has three hearts.
        = Light from the sun takes about eight minutes to reach the earth.

        Give me some advice.
        = Read the error message first: it often says what to do next.
        = Change one thing at a time, and look at what happens.

        Translate to French: the sea.
        = La mer.

        Translate to Spanish: the house.
        = La casa.

        Translate to German: the book.
        = Das Buch.

        Summarise this course in one sentence.
        What is this course about?
        What will I learn here?
        = This course shows how programs talk to language models: requests, tokens, sampling, streaming, limits and cost.

        How do I begin?
        How do I start?
        Where do I begin?
        = Build a request, look at its bytes, send it, and look at what comes back.

        How do I send a request?
        How do I call the API?
        = Choose a provider, write a message, set the model, and send the request.

        How do I build a request?
        How do I write a request?
        = Choose a method and a path, add a few headers, and write a JSON body.

        Help!
        Help me.
        Can you help me?
        = Yes, ask me a short question about this course.

        What is the answer?
        = That depends on the question.

        Classify: I love this product.
        Is this positive or negative? I love this product.
        = Positive.

        Classify: this product is terrible.
        Is this positive or negative? This product is terrible.
        = Negative.

        Is water wet?
        = Yes, in the usual sense of the word.

        Give me a JSON object.
        Write a JSON object.
        Reply in JSON.
        = {"answer": "yes"}
        = {"name": "Ada", "age": 36}

        Write an email to a customer.
        Write a short email.
        = Dear customer, thank you for your message. We will answer within two days. Kind regards.

        Write a product description for a lamp.
        = A small lamp with a warm light, made for reading in the evening.

        What is two plus two?
        What is 2 + 2?
        = Two plus two is four.

        What is three plus four?
        = Three plus four is seven.

        What is five plus five?
        = Five plus five is ten.

        What is six times seven?
        = Six times seven is forty-two.

        What is ten divided by two?
        = Ten divided by two is five.

        What is half of eight?
        = Half of eight is four.

        Tell me a story.
        Tell me a short story.
        Write a short story.
        = Once upon a time there was a small server on a hill. Every night it waited for one request. One night the request came, and it was only a greeting. The server sent back 200, and was content.
        = Once upon a time a girl found an old radio in the attic. When she turned the dial, it spoke one word at a time. She wrote the words down, and by the evening she had a song.
        = Once upon a time a fox asked an owl for advice. The owl thought for so long that the sun came up. The fox learned to ask shorter questions.
        """
}
