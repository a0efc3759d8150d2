extension Corpus {
    /// Short stories. Many begin alike, so that one may lead into another.
    static let stories = """
        Once upon a time there was a king who could not sleep. He asked everyone in the castle for a story, but every story was too short. At last a girl from the village came to the gate. She told him a story about the sea, one wave at a time, and before the tenth wave the king was asleep.

        Once upon a time there was a king who wanted to know everything. He sent his questions to every corner of the land, and the answers came back in great boxes. There were so many boxes that he could not find his chair. From that day on the king asked one question at a time.

        Once upon a time there was a girl who could talk to birds. Every morning the birds came to her window and told her the news of the world. One day a storm came, and the birds did not come. The girl climbed the hill, lit a lamp, and waited. In the evening the first bird found the light.

        Once upon a time there was an old woman who lived by the sea. Every night she lit a lamp for the fishing boats. One night a young man knocked at the door and said that he had followed her light for three days. She gave him soup and bread, and he told her where the wind came from.

        Once upon a time there was a small robot who worked in a library. It could carry ten books at once, but it could not read. A boy taught it one letter every day. After a month the robot read its first word, and the word was door. It opened the door and looked at the sky for a long time.

        Once upon a time there was a clock that was always five minutes late. The people of the town were always five minutes late too, and nobody was angry. Then a new clock came, and it was exact. The town was in a hurry from morning to night, until someone climbed the tower and put the old clock back.

        Once upon a time there lived a fox in a wood behind the mill. The fox was clever, but it was never content. It asked the owl how to be content. The owl said: count what you have. The fox began to count, and it is still counting.

        Once upon a time there lived a miller with three sons. The first son got the mill, the second son got the horse, and the third son got a book with empty pages. He wrote down what he saw on the road, and after a year people came from far away to read it.

        Once upon a time in a small village, a clock stopped. Nobody knew what time it was, so everyone ate when they were hungry and slept when they were tired. When the clock began to run again, nobody looked at it.

        Once upon a time two brothers built a boat. One of them wanted to go north and the other wanted to go south. They talked until the winter came and the river froze. In the spring they built another boat.

        Once upon a time a wolf came down from the hills. It was winter, and there was nothing to eat. The dogs of the village began to bark. An old man went out with a lamp and put some bread on the snow. The wolf took the bread and went back to the hills.

        Once upon a time nobody knew what the moon was made of. A boy said that it was made of light, and a girl said that it was made of rock. They built a ladder, but it was too short. So they built a telescope, and the girl was right.

        Once upon a summer evening two friends walked along the river. They talked about the city where they were born and the city where they wanted to live. When it was dark they saw that they had walked in a circle, and they laughed and went home.

        Once upon a hill there stood a windmill. It had no flour to grind, for the farmers had gone to the city. But the wind came every day, and the windmill turned, because that is what a windmill does. One day a woman put a lamp on its wings, and at night the ships could see it from the sea.

        There was a knock at the door. The old man opened it and saw nobody. There was only a letter on the step, and the letter was empty. He sat down at the table and wrote an answer.

        There was a knock at the window. It was the wind, and behind the wind came the rain. The children moved closer to the fire, and their grandmother began to tell a story.

        A little girl had a box with a thousand words in it. Every day she took out one word and used it with care. On some days the word was rain, and on some days the word was friend. When the box was empty she found that she could still say them all.

        The ship left the harbour in the morning. The captain looked at the map, the sailors looked at the sea, and the cat looked at the fish. In the evening the wind turned, and the ship came home with the tide.

        The train left the station at nine. A woman sat by the window and wrote a letter. At every stop she crossed out a line, and at the last stop only two words were left. They were the right words.

        A programmer wrote a client that never waited. It sent a request, and then another request, and then a hundred more. The server answered with 429, and the client sent them again. At last the programmer read the header, and it said: wait for twenty seconds. The client waited, and every request was answered.

        A young engineer put a key into the code and went home. In the night a stranger found the key and used it ten thousand times. In the morning there was a bill on the table. The engineer revoked the key, made a new one, and put it where it belonged.

        Two servers stood side by side in a cold room. One of them answered quickly and was often wrong. The other one answered slowly and was often right. The people learned to ask the first one small questions and the second one hard questions, and both of them were useful.

        A letter came to the lighthouse, and it had no name on it. The keeper read it aloud to the sea. Far away a sailor heard the words and knew that they were meant for him.

        It was a quiet morning, and the snow lay on the roofs. The baker opened the door and put the bread in the window. The first child came for a roll, the second child came for a cake, and the third child came only because it was warm.

        The old gardener had a tree that gave no fruit. Every spring he said that he would cut it down, and every spring he gave it one more year. In the tenth year there was one apple on the tree. He cut it into eight pieces and gave them to his neighbours.

        Long ago, before there were roads, a man carried messages over the mountains. He learned every message by heart, so that nobody could steal it. One day he forgot a word on the way. He made up a new one, and two kings became friends.

        The last bus had gone, so the three friends walked home. One of them sang, one of them counted the stars, and one of them said nothing. When they came to the bridge the sun was already rising over the river.

        A crow found a bright stone and showed it to everyone in the wood. The mouse said that it was a star. The hare said that it was an eye. The owl said that it was glass. The crow kept it anyway, because it was beautiful in the sun.
        """
}
