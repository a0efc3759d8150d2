extension Corpus {
    /// Common knowledge: capitals, colours, days, animals, the sky, a little science.
    static let generalAnswers = """
        What is the capital of France?
        Which city is the capital of France?
        Name the capital of France.
        = The capital of France is Paris.
        = Paris is the capital of France.

        What is the capital of Germany?
        Which city is the capital of Germany?
        Name the capital of Germany.
        = The capital of Germany is Berlin.
        = Berlin is the capital of Germany.

        What is the capital of Italy?
        Which city is the capital of Italy?
        Name the capital of Italy.
        = The capital of Italy is Rome.
        = Rome is the capital of Italy.

        What is the capital of Spain?
        Which city is the capital of Spain?
        Name the capital of Spain.
        = The capital of Spain is Madrid.
        = Madrid is the capital of Spain.

        What is the capital of Portugal?
        = The capital of Portugal is Lisbon.

        What is the capital of Japan?
        Which city is the capital of Japan?
        Name the capital of Japan.
        = The capital of Japan is Tokyo.
        = Tokyo is the capital of Japan.

        What is the capital of Norway?
        = The capital of Norway is Oslo.

        What is the capital of Sweden?
        = The capital of Sweden is Stockholm.

        What is the capital of Finland?
        = The capital of Finland is Helsinki.

        What is the capital of Denmark?
        = The capital of Denmark is Copenhagen.

        What is the capital of Poland?
        = The capital of Poland is Warsaw.

        What is the capital of Austria?
        = The capital of Austria is Vienna.

        What is the capital of Greece?
        = The capital of Greece is Athens.

        What is the capital of Ireland?
        = The capital of Ireland is Dublin.

        What is the capital of England?
        = The capital of England is London.

        What is the capital of Scotland?
        = The capital of Scotland is Edinburgh.

        What is the capital of Canada?
        = The capital of Canada is Ottawa.

        What is the capital of Australia?
        = The capital of Australia is Canberra.

        What is the capital of Egypt?
        = The capital of Egypt is Cairo.

        What is the capital of Kenya?
        = The capital of Kenya is Nairobi.

        What is the capital of Brazil?
        = The capital of Brazil is Brasília.

        What is the capital of Argentina?
        = The capital of Argentina is Buenos Aires.

        What is the capital of Chile?
        = The capital of Chile is Santiago.

        What is the capital of Peru?
        = The capital of Peru is Lima.

        What is the capital of China?
        = The capital of China is Beijing.

        What is the capital of Hungary?
        = The capital of Hungary is Budapest.

        What is the capital of Iceland?
        = The capital of Iceland is Reykjavik.

        What is the capital of Cuba?
        = The capital of Cuba is Havana.

        What is the capital of Belgium?
        = The capital of Belgium is Brussels.

        What is the capital of Turkey?
        = The capital of Turkey is Ankara.

        Where is Paris?
        = Paris is in France, on the river Seine.

        Where is Rome?
        = Rome is in Italy, on the river Tiber.

        Where is London?
        = London is in England, on the river Thames.

        Where is Vienna?
        = Vienna is in Austria, on the river Danube.

        Where is Cairo?
        = Cairo is in Egypt, on the river Nile.

        What colour is the sky?
        What is the colour of the sky?
        = Blue on a clear day, grey when it rains, and dark at night.
        = On a clear day the sky is blue.

        Why is the sky blue?
        = Air scatters blue light more than red light, so blue light reaches us from every part of the sky.

        Why is the sunset red?
        Why is the sky red in the evening?
        = In the evening the light comes a long way through the air, and most of its blue has been scattered away.

        What colour is grass?
        = Grass is green.

        What colour is snow?
        = Snow is white.

        What colour is a banana?
        = A ripe banana is yellow.

        What colour is the sea?
        = The sea is blue or green, and grey under clouds.

        Why is grass green?
        Why are leaves green?
        = Leaves are green because chlorophyll takes in red and blue light and leaves the green.

        How many days are in a week?
        How many days does a week have?
        = A week has seven days.

        How long is a year?
        = 365 days, and 366 in a leap year.

        How many months does a year have?
        = Twelve months make a year.

        How many hours are in a day?
        = A day has twenty-four hours.

        How many minutes are in an hour?
        = An hour has sixty minutes.

        How many seconds are in a minute?
        = A minute has sixty seconds.

        What are the days of the week?
        Name the days of the week.
        List the days of the week.
        = Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday.

        Which day comes after Monday?
        What day comes after Monday?
        = Tuesday comes after Monday.

        Which day comes after Friday?
        What day comes after Friday?
        = Saturday comes after Friday.

        Which day comes before Monday?
        = Sunday comes before Monday.

        What are the months of the year?
        Name the months of the year.
        = January, February, March, April, May, June, July, August, September, October, November and December.

        What are the four seasons?
        Name the seasons.
        = The four seasons are spring, summer, autumn and winter.

        Which month comes after May?
        = June comes after May.

        How many legs does a spider have?
        = A spider has eight legs.

        How many legs does an insect have?
        = An insect has six legs.

        How many legs does a dog have?
        = A dog has four legs.

        How many hearts does an octopus have?
        = An octopus has three hearts.

        What do bees make?
        = Bees make honey.

        What do cows eat?
        = Cows eat grass.

        What do cats eat?
        = Cats eat meat and fish.

        What is the largest animal?
        What is the biggest animal?
        = The blue whale is the largest animal that has ever been known.

        What is the fastest land animal?
        What is the fastest animal on land?
        = The cheetah is the fastest animal on land.

        What is the tallest animal?
        = The giraffe is the tallest animal.

        Is a whale a fish?
        = No, a whale is a mammal.

        Is a spider an insect?
        = No, a spider has eight legs, and an insect has six.

        Can penguins fly?
        = No, penguins cannot fly, but they swim very well.

        What is the highest mountain?
        What is the highest mountain in the world?
        = Mount Everest is the highest mountain above the level of the sea.

        What is the largest ocean?
        Which ocean is the largest?
        = The Pacific is the largest ocean.

        What is the largest planet?
        Which planet is the largest?
        = Jupiter is the largest planet of the sun.

        Which planet is closest to the sun?
        = Mercury is the planet closest to the sun.

        How many planets are there?
        How many planets go round the sun?
        = Eight planets go round the sun.

        Name the planets.
        = Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus and Neptune.

        What is the sun?
        = The sun is a star.

        What is the moon?
        = The moon goes round the earth in about a month.

        How far away is the moon?
        = About 384,000 kilometres.

        How long does light from the sun take?
        = Light from the sun takes about eight minutes to reach the earth.

        What is water made of?
        = Water is made of hydrogen and oxygen.

        What is ice?
        = Ice is frozen water.

        At what temperature does water boil?
        When does water boil?
        = At sea level water boils at one hundred degrees Celsius.

        At what temperature does water freeze?
        When does water freeze?
        = Water freezes at zero degrees Celsius.

        What is a triangle?
        = A triangle has three sides.

        What is a square?
        = A square has four equal sides and four right angles.

        What is a prime number?
        = A prime number is a whole number above one that can be divided only by one and by itself.

        What is pi?
        = Pi is the circumference of a circle divided by its diameter, about 3.14.

        What is bread made of?
        = Bread is made of flour, water, salt and often yeast.

        How do I make tea?
        How do you make tea?
        = Boil water, pour it over the leaves, and wait for three minutes.

        How do I make coffee?
        How do you make coffee?
        = Grind the beans, pour hot water over them, and wait for a few minutes.

        How do I learn a language?
        = Listen, speak, and do a little every day.

        Who wrote Hamlet?
        = William Shakespeare wrote Hamlet.

        Who wrote Romeo and Juliet?
        = William Shakespeare wrote Romeo and Juliet.

        Who wrote Pride and Prejudice?
        = Jane Austen wrote Pride and Prejudice.

        Who painted the Mona Lisa?
        = Leonardo da Vinci painted the Mona Lisa.

        Who wrote the first computer program?
        = Ada Lovelace is often called the first programmer, for her notes of 1843.

        Who invented the telephone?
        = Alexander Graham Bell received the patent in 1876.

        Who invented the World Wide Web?
        = Tim Berners-Lee invented the World Wide Web at CERN in 1989.

        Which language is spoken in Brazil?
        = Portuguese is spoken in Brazil.

        Which language is spoken in Austria?
        = German is spoken in Austria.

        What is the weather like?
        How is the weather today?
        = I cannot see the weather from here.

        What time is it?
        What day is it?
        = I do not have a clock.

        What is the opposite of hot?
        = The opposite of hot is cold.

        What is the opposite of big?
        = The opposite of big is small.

        What is the opposite of early?
        = The opposite of early is late.

        What is a bit?
        = A bit is the smallest unit of information: zero or one.

        What is a byte?
        = A byte is eight bits.

        What is UTF-8?
        = UTF-8 is a way to write every character of Unicode with one to four bytes.

        What is a server farm?
        What is a data centre?
        = A data centre is a building full of computers that serve requests.

        What is a programming language?
        = A programming language is a language in which people tell computers what to do.

        What is an algorithm?
        = An algorithm is a list of exact steps that solves a problem.

        What is a variable?
        = A variable is a name for a value that a program can use and change.

        What is a bug?
        = A bug is a mistake in a program.

        What is open source?
        = Open source means that everyone may read the code, change it and pass it on.
        """
}
