extension Corpus {
    /// Beginnings of sentences with many true ends, for looking at distributions. The counts make the shapes: a clear
    /// winner with a tail, a few that are nearly equal, or a long tail.
    static let continuations = """
        The capital of France is
        18 Paris.
        3 Paris, on the river Seine.
        4 the city of Paris.
        2 a city on the river Seine.
        2 known for the Eiffel Tower.
        1 called Paris.
        1 also its largest city.
        1 one of the most visited cities in the world.
        1 home to the Louvre.

        The capital of Germany is
        12 Berlin.
        2 the city of Berlin.
        2 a city on the river Spree.
        1 also its largest city.
        1 called Berlin.

        The capital of Italy is
        12 Rome.
        2 the city of Rome.
        2 a city on the river Tiber.
        1 older than most other capitals.
        1 called Rome.

        The capital of Spain is
        12 Madrid.
        2 the city of Madrid.
        1 in the middle of the country.
        1 also its largest city.

        The capital of Japan is
        12 Tokyo.
        2 the city of Tokyo.
        1 a very large city.

        The capital of England is
        10 London.
        2 the city of London.
        2 a city on the river Thames.

        The sky is
        16 blue.
        4 blue today.
        3 blue on a clear day.
        8 clear.
        3 clear tonight.
        5 grey.
        2 grey this morning.
        4 dark.
        2 dark at night.
        3 cloudy.
        2 full of stars.
        2 full of clouds.
        2 red in the evening.
        2 bright.
        1 pink at sunrise.
        1 white with clouds.
        1 black at midnight.
        1 always above us.
        1 the limit.
        1 pale at dawn.
        1 never the same two days in a row.
        1 wide and empty.

        The sky was
        6 blue.
        5 dark.
        5 grey.
        4 clear.
        2 full of stars.
        2 red in the west.

        My favourite colour is
        6 blue.
        6 green.
        5 red.
        5 yellow.
        4 purple.
        4 orange.
        1 the colour of the sea.
        1 white.

        My favourite animal is
        5 the cat.
        5 the dog.
        4 the horse.
        4 the elephant.
        3 the owl.
        3 the dolphin.
        2 the fox.
        2 the octopus.
        1 a small brown mouse.

        My favourite day is
        6 Saturday.
        5 Sunday.
        4 Friday.
        1 Monday.
        1 Wednesday.

        My favourite season is
        5 summer.
        5 spring.
        5 autumn.
        5 winter.

        My favourite food is
        4 bread.
        4 pasta.
        3 rice.
        3 soup.
        2 cheese.
        2 chocolate.
        1 an apple from the garden.

        I would like a cup of
        14 tea.
        4 tea with milk.
        12 coffee.
        3 coffee, please.
        4 hot chocolate.
        2 cocoa.
        2 water.
        1 milk.
        1 soup.
        1 sugar for the cake.

        I would like a glass of
        10 water.
        4 milk.
        4 orange juice.
        3 apple juice.
        2 lemonade.
        1 wine.

        I would like to
        5 learn a language.
        4 see the sea.
        4 go home.
        3 ask a question.
        3 read a book.
        2 sleep.
        2 learn how an API works.
        1 live by the sea.
        1 play the piano.

        The best way to learn is
        14 to do it yourself.
        5 to practise every day.
        5 by doing.
        3 by making mistakes.
        3 to teach someone else.
        2 to try, to fail, and to try again.
        2 with a friend.
        2 to ask questions.
        1 slowly.
        1 to read and then to write.
        1 through play.
        1 one small step at a time.

        The best way to begin is
        5 to begin.
        3 with a small example.
        2 to ask a question.
        2 to read the first page.

        The weather today is
        7 sunny.
        6 cloudy.
        5 rainy.
        4 windy.
        4 cold.
        4 warm.
        2 foggy.
        1 the same as yesterday.
        1 better than yesterday.

        Tomorrow it will
        8 rain.
        5 snow.
        4 be sunny.
        4 be cold.
        3 be warm.
        2 be cloudy in the north.

        Today is
        5 Monday.
        5 Tuesday.
        5 Wednesday.
        5 Thursday.
        5 Friday.
        5 Saturday.
        5 Sunday.
        2 a good day.

        Once upon a
        10 time there was a small house at the edge of a wood.
        2 midnight dreary, while I pondered, weak and weary.
        2 summer evening two friends walked along the river.
        1 hill there stood a windmill.
        1 morning in May the birds began to sing before the sun was up.

        Once upon a time
        3 there was a king.
        3 there was a girl who could talk to birds.
        2 there was an old woman who lived by the sea.
        2 there lived a fox.
        2 there lived a miller with three sons.
        2 in a small village, a clock stopped.
        1 a wolf came down from the hills.
        1 two brothers built a boat.
        1 nobody knew what the moon was made of.

        There was a knock at the
        9 door.
        4 window.
        1 gate.

        The cat sat on the
        9 mat.
        4 chair.
        4 sofa.
        3 roof.
        3 wall.
        2 table.
        1 keyboard.

        The dog ran after the
        6 ball.
        5 cat.
        3 stick.
        2 bicycle.
        1 postman.

        She opened the
        8 door.
        5 window.
        5 book.
        4 letter.
        2 box.
        1 map.

        He looked at the
        5 clock.
        4 sky.
        4 map.
        3 sea.
        3 screen.
        1 empty page.

        In the morning I
        6 drink coffee.
        4 drink tea.
        4 go to work.
        3 read the news.
        2 run.
        1 write down my dreams.

        Roses are
        9 red.
        2 red, violets are blue.
        2 white.
        1 yellow.
        1 beautiful.

        To be or not to
        6 be.
        6 be, that is the question.

        The quick brown fox
        10 jumps over the lazy dog.
        """
}
