namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>The keys of all messages. The names are those of the JSON form, the numbers those of the binary form, and never change.</summary>
internal enum MessageKey
{
    // One byte in CBOR: what most messages have.
    Session = 0,
    Sequence = 1,
    AnsweredThrough = 2,
    Text = 3,
    Tokens = 4,
    Ids = 5,
    Features = 6,
    End = 7,
    Scores = 8,
    Generate = 9,
    Part = 10,
    Last = 11,
    Outputs = 12,
    DurableThrough = 13,
    Token = 14,
    Label = 15,
    Score = 16,
    Probabilities = 17,
    Error = 18,
    Code = 19,
    Message = 20,
    Notice = 21,
    Kind = 22,
    Next = 23,

    // Two bytes.
    Open = 24,
    Opened = 25,
    Resume = 26,
    Close = 27,
    Closed = 28,
    Leave = 29,
    Model = 30,
    Version = 31,
    Seed = 32,
    Durability = 33,
    Beams = 34,
    Temperature = 35,
    TopK = 36,
    TopP = 37,
    PartTokens = 38,
}
