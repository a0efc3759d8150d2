extension Corpus {
    /// Beginnings about this course's subjects, and a few that show one effect each.
    static let moreContinuations = """
        The server answered with
        8 200.
        5 429.
        4 404.
        3 401.
        3 500.
        2 400.
        1 an empty body.
        1 529.

        The status code was
        8 200.
        4 404.
        4 429.
        3 401.
        3 500.
        2 400.

        The model chose the
        6 most probable token.
        4 next token.
        3 first token.
        2 second token.
        1 last token in the list.

        The next token is
        5 drawn at random.
        4 chosen by the model.
        3 a word.
        2 a comma.
        1 the end of the text.

        At a low temperature the text is
        5 predictable.
        4 careful.
        3 almost the same each time.
        1 dull.

        At a high temperature the text is
        5 surprising.
        4 strange.
        3 different each time.
        1 hard to read.

        A token is
        6 a piece of text, often a word or part of a word.
        4 a word or a part of a word.
        2 not always a word.
        1 an index in a vocabulary.

        An API key is
        7 a secret that is sent with each request.
        3 like a password.
        2 sent in a header.
        2 never part of the code.
        1 easy to copy and hard to call back.

        An API is
        5 an agreement between programs.
        3 a set of requests and answers.
        2 a door into another program.

        REST is
        5 a style of API.
        3 built on HTTP.
        2 not a protocol of its own.

        JSON is
        5 a text format for data.
        3 easy to read.
        2 made of names and values.

        Streaming is
        5 useful when a person is waiting.
        3 no cheaper than waiting for the whole answer.
        2 a way to show the first words early.

        A rate limit is
        5 a promise about how much you may send.
        3 counted in requests and in tokens.
        2 not a punishment.

        The request failed because
        5 the key was wrong.
        4 the model did not exist.
        4 a comma was missing.
        3 too many requests were sent.
        2 the server was overloaded.
        1 the network was down.

        The first thing to check is
        5 the status code.
        4 the key.
        3 the error message.
        2 the address.

        Paris is
        5 the capital of France.
        3 a city in France.
        2 on the river Seine.
        1 beautiful in the spring.

        Berlin is
        5 the capital of Germany.
        2 a city in Germany.

        Rome is
        5 the capital of Italy.
        2 a city in Italy.
        1 called the eternal city.

        London is
        5 the capital of England.
        2 a city on the river Thames.

        The sun is
        6 a star.
        4 bright.
        3 warm.
        3 shining.
        2 far away.

        The moon is
        5 bright tonight.
        4 full.
        3 smaller than the earth.
        2 made of rock.

        The sea is
        5 calm.
        4 blue.
        4 cold.
        3 deep.
        3 rough today.
        1 older than the hills.

        Snow is
        6 white.
        4 cold.
        1 frozen water.

        Grass is
        6 green.
        1 wet in the morning.

        The answer is
        8 yes.
        8 no.
        4 simple.
        3 forty-two.
        2 in the book.
        1 not known.

        The coin shows
        10 heads.
        10 tails.

        The die shows
        5 one.
        5 two.
        5 three.
        5 four.
        5 five.
        5 six.

        I have a
        5 question.
        4 cat.
        4 dog.
        3 book.
        2 plan.
        1 small boat.

        We went to the
        6 beach.
        5 park.
        4 museum.
        4 market.
        2 library.
        1 end of the road.

        On Monday we
        4 work.
        3 begin again.
        2 plan the week.

        On Sunday we
        4 rest.
        3 visit our friends.
        2 walk by the river.

        It is time to
        5 go.
        4 go home.
        3 sleep.
        3 eat.
        2 begin.

        The train leaves at
        4 nine.
        4 ten.
        3 eight.
        2 noon.
        1 midnight.

        Bread and
        8 butter are on the table.
        3 cheese make a good lunch.
        1 salt are given to a guest.

        Salt and
        8 pepper are on the table.
        1 sugar look alike.

        One, two,
        9 three.
        5 three, four, five.
        1 buckle my shoe.

        In the box there was a
        16 letter.
        8 key.
        5 book.
        4 lamp.
        3 map.
        3 coin.
        2 ring.
        2 clock.
        2 bell.
        2 candle.
        1 feather.
        1 photograph.
        1 spoon.
        1 shell.
        1 stone.
        1 mirror.
        1 pencil.
        1 button.
        1 cup.
        1 doll.
        1 flute.
        1 hat.
        1 knife.
        1 ladder.
        1 magnet.
        1 needle.
        1 notebook.
        1 radio.
        1 ribbon.
        1 rope.
        1 scarf.
        1 shoe.
        1 stamp.
        1 string.
        1 ticket.
        1 toy.
        1 violin.
        1 watch.
        1 whistle.
        1 wheel.

        The child drew a
        9 house.
        5 tree.
        4 cat.
        3 boat.
        2 star.
        2 horse.
        2 fish.
        2 bird.
        2 flower.
        1 castle.
        1 dog.
        1 bridge.
        1 rocket.
        1 snail.
        1 train.
        1 dragon.
        1 whale.
        1 kite.
        1 mountain.
        1 robot.
        1 windmill.
        1 ladybird.
        1 tractor.
        1 cloud.
        1 rainbow.

        Monday, Tuesday,
        9 Wednesday, Thursday, Friday, Saturday and Sunday.

        Dear
        4 neighbour, the garden is full of apples this year.
        3 friend, I am writing to you from the sea.
        2 team, the meeting is at ten.
        """
}
