extension Corpus {
    /// HTTP, JSON, the two APIs' endpoints, status codes and errors.
    static let httpAnswers = """
        What is REST?
        Explain REST.
        Tell me about REST.
        = REST is a style of API in which every resource has an address and is used with the methods of HTTP.
        = REST is a way to build APIs on HTTP: resources have addresses, and methods such as GET and POST act on them.

        Explain REST in one line.
        In one sentence, what is REST?
        What is REST in one line?
        = REST is a way for programs to exchange resources over HTTP, with an address for each thing and a method for each action.
        = REST gives every resource an address and uses the methods of HTTP to act on it.
        = REST means that each request names a resource and a method, and carries all that the server needs to answer it.

        What does REST stand for?
        = REST stands for representational state transfer.

        What is a REST API?
        Explain what a REST API is.
        = A REST API is an API that is used with ordinary HTTP requests: an address, a method, headers, and often a JSON body.

        What is a resource?
        What is a resource in REST?
        = A resource is anything that has an address in an API, such as a model, a file or a message.

        What does stateless mean?
        Why is an API stateless?
        = Stateless means that every request carries all that the server needs, because the server does not remember the one before.
        = A chat API of this kind is stateless, so the client sends the whole conversation each time.

        What is HTTP?
        Explain HTTP in one line.
        = HTTP is the protocol of the web: a client sends a request, and a server sends back a response.

        What does HTTP stand for?
        = HTTP stands for hypertext transfer protocol.

        What is HTTPS?
        Why use HTTPS?
        = HTTPS is HTTP inside an encrypted connection, so that nobody on the way can read or change it.

        What is a client?
        = A client is the program that sends a request.

        What is a server?
        = A server is the program that waits for requests and answers them.

        What is an endpoint?
        What is an API endpoint?
        Explain what an endpoint is.
        = An endpoint is an address of an API together with the method that it accepts, such as POST /v1/chat/completions.
        = An endpoint is one of the addresses at which an API takes requests.

        Which endpoint does OpenAI use for chat?
        What is the endpoint for chat at OpenAI?
        = The endpoint for chat at OpenAI: /v1/chat/completions.

        Which endpoint does Anthropic use for messages?
        What is the endpoint for messages at Anthropic?
        = The endpoint for messages at Anthropic: /v1/messages.

        Which endpoint lists the models?
        How do I list the models?
        = Send GET /v1/models to get the list of models.

        How do I authenticate with OpenAI?
        Which header carries the key at OpenAI?
        = At OpenAI the key goes into Authorization, after the word Bearer.

        How do I authenticate with Anthropic?
        Which header carries the key at Anthropic?
        = At Anthropic the key goes into x-api-key, and the version into anthropic-version.

        What is the anthropic-version header for?
        = The anthropic-version header says which version of the API the request was written for.

        What is a request?
        What is in a request?
        = A request has a method, a path, headers, and often a body.

        What is a response?
        What is in a response?
        = A response has a status code, headers, and often a body.

        What is a header?
        What is a header in HTTP?
        What are headers for?
        = A header is a name and a value that say something about a request or a response.
        = Headers carry facts about a message, such as its type, its length, or who is asking.

        What is a body?
        What is the body of a request?
        = The body is the part of a message after the headers, and for these APIs it is JSON.

        What is JSON?
        In one sentence, what is JSON?
        Explain JSON in one line.
        = JSON is a text format for data: objects, arrays, strings, numbers, true, false and null.
        = JSON is a simple way to write data as text, with names and values in braces and lists in brackets.

        What does JSON stand for?
        = JSON stands for JavaScript object notation.

        Why is my JSON invalid?
        What makes JSON invalid?
        = Look for a comma after the last item, single quotes, or a brace that is missing.
        = JSON needs double quotes around names and strings, and it has no comma after the last item.

        What is a method?
        What are the HTTP methods?
        What are HTTP methods?
        = The common HTTP methods are GET, POST, PUT, PATCH and DELETE.

        What is GET for?
        What does GET do?
        What does the GET method do?
        = GET asks for a resource and changes nothing.

        What is POST for?
        What does POST do?
        What does the POST method do?
        = POST sends data to the server to be processed, such as a prompt for a model.

        What is PUT for?
        What does PUT do?
        What does the PUT method do?
        = PUT replaces a resource with the one that is sent, or creates it.

        What is PATCH for?
        What does PATCH do?
        = PATCH changes part of a resource.

        What is DELETE for?
        What does DELETE do?
        What does the DELETE method do?
        = DELETE removes a resource.

        What is the difference between GET and POST?
        How do GET and POST differ?
        = GET asks for something and has no body in practice; POST sends a body for the server to process.

        What does idempotent mean?
        What is idempotency?
        = A request is idempotent if sending it twice has the same effect as sending it once.

        What is Content-Type?
        What is the Content-Type header for?
        = The type of the body, such as application/json.

        What is Content-Length?
        What is the Content-Length header for?
        Why does a request need Content-Length?
        = The length of the body in bytes, so that the server knows where the message ends.
        = Without it, and without chunked coding, a request has no body at all.

        Does Content-Length count characters?
        = No, Content-Length counts bytes, and some characters take more than one byte.

        What is chunked transfer coding?
        What does chunked mean?
        = Chunked coding sends a body in pieces, each with its size in front, and ends with a piece of size zero.

        What is the Host header?
        Why is the Host header needed?
        = The Host header says which site the request is for, because one server may hold many.

        What is a status code?
        What are status codes?
        What are HTTP status codes?
        = A status code is a number of three digits that says how a request went.
        = Codes that begin with 2 mean success, 4 means that the request was wrong, and 5 means that the server failed.

        What does 200 mean?
        What does status 200 mean?
        What does the status code 200 mean?
        = 200 means that the request succeeded.

        What does 400 mean?
        What does status 400 mean?
        What does the status code 400 mean?
        = 400 means that the server could not accept the request, for example because a field is wrong.

        What does 401 mean?
        What does status 401 mean?
        What does the status code 401 mean?
        = 401 means that the key is missing or wrong.

        What does 403 mean?
        What does status 403 mean?
        What does the status code 403 mean?
        = 403 means that the server understood the request and refuses it.

        What does 404 mean?
        What does status 404 mean?
        What does the status code 404 mean?
        = 404 means that there is nothing at this address, or no model of this name.

        What does 408 mean?
        What does the status code 408 mean?
        = 408 means that the server waited too long for the request.

        What does 413 mean?
        What does the status code 413 mean?
        = 413 means that the request is too large.

        What does 429 mean?
        What does status 429 mean?
        What does the status code 429 mean?
        = 429 means that too many requests were sent: wait, then try again.

        What does 500 mean?
        What does status 500 mean?
        What does the status code 500 mean?
        = 500 means that something went wrong inside the server.

        What does 503 mean?
        What does the status code 503 mean?
        = 503 means that the service is not available at the moment.

        What does 529 mean?
        What does status 529 mean?
        What does the status code 529 mean?
        = 529 means at Anthropic that the service is overloaded.

        Which errors should I retry?
        Which status codes should I retry?
        When should I retry a request?
        = Retry 408, 409, 429 and the codes from 500 on, and not the other codes that begin with 4.
        = Retry when a later try can succeed: after a timeout, a rate limit or a failure of the server.

        Should I retry a 400?
        Should I retry a 401?
        Should I retry a 404?
        = No, the same request will fail again: correct it first.

        Should I retry a 429?
        = Yes, but wait first, and not when the account has no credit left.

        Should I retry a 500?
        Should I retry a 529?
        = Yes, after a short wait, and not for ever.

        What is a timeout?
        Why set a timeout?
        = A timeout is the longest time that a client waits before it gives up.

        What is retry-after?
        What does the retry-after header say?
        = The retry-after header says how long to wait before the next try.

        What is an error body?
        What does an error look like?
        = An error has a status code, and its JSON body says what was wrong.

        What is a request id?
        Why keep the request id?
        = A request id names one request, so that the provider can find it when you ask for help.

        What is usage?
        What does the usage field say?
        = The usage field says how many tokens were read and how many were written.

        What is the messages array?
        What goes into the messages array?
        = The messages array holds the conversation: each message has a role and a content.

        What is a role?
        Which roles are there?
        What are the roles in a chat?
        = A message has a role such as system, user or assistant, which says who is speaking.

        Where does the system prompt go?
        = At OpenAI the system prompt is a message of its own; at Anthropic it is the field called system.

        Is max_tokens required?
        = Anthropic requires max_tokens in every request to its messages endpoint; OpenAI does not.

        What is the range of temperature?
        Which temperatures are allowed?
        = OpenAI takes a temperature from 0 to 2 and Anthropic from 0 to 1, where a model accepts it at all.

        What is curl?
        = The program curl sends HTTP requests from the command line.

        What is a URL?
        = A URL is the address of something on the web: a scheme, a host, and a path.

        What is a query string?
        = A query string is the part of an address after the question mark.

        What is localhost?
        What is loopback?
        = The name localhost means this computer: a request to it never leaves the machine.

        What is a port?
        = A port is a number that tells a computer which of its programs a connection is for.

        What is a webhook?
        = A webhook is a request that a service sends to your server when something has happened.

        What is polling?
        = Polling means asking again and again whether a result is ready.

        What is a queue?
        Why use a queue?
        = A queue holds work until a worker is free, so that a burst of requests does not break the service.
        """
}
