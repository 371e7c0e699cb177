using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Grains.Sessions;

/// <summary>The tokens of a frame, encoded one by one.</summary>
/// <param name="model">The model that reads them.</param>
/// <param name="options">The bound of one token.</param>
/// <param name="limit">Most tokens that will be added.</param>
internal sealed class TokenInputs(ServedModel model, SessionOptions options, int limit)
{
    private readonly int[] _rows = new int[limit * model.Reader!.Encoder.Tables];
    private readonly string[] _tokens = new string[limit];
    private int _first;

    public int Count { get; private set; }

    /// <summary>All of them.</summary>
    public SequenceInputs All => Count == 0 ? SequenceInputs.None
        : Count == limit ? new SequenceInputs(_tokens, _rows, [])
        : new SequenceInputs(_tokens[..Count], _rows[..(Count * Encoder.Tables)], []);

    /// <summary>Inputs at the front that the sender did not give.</summary>
    public int SilentCount { get; private set; }

    private TokenEncoder Encoder => model.Reader!.Encoder;

    private int Position => Count - _first;

    /// <summary>Begins with what generated sequences begin with.</summary>
    public void AddStart(SequenceInputs start)
    {
        start.Rows.CopyTo(NextRows());
        Append(start.Tokens[0]);
        SilentCount = 1;
        _first = 1;
    }

    /// <summary>What was added so far is of earlier frames; positions in messages count from here.</summary>
    public void BeginFrame() => _first = Count;

    /// <exception cref="SessionException">The token is too long, or not in the vocabulary while there is no entry for unknown ones.</exception>
    public void Add(string token)
    {
        if (token?.Length > options.TokenTextLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"token {Position} of the frame has {token.Length} characters; a token may have {options.TokenTextLimit}");
        }

        if (token is null || !Encoder.TryEncode(token, NextRows()))
        {
            throw new SessionException(ErrorCodes.UnknownToken,
                $"token {Position} of the frame, '{token}', is not among the {Encoder.VocabularySize} of model '{model.Name}'");
        }

        Append(token);
    }

    /// <exception cref="SessionException">The id is not in the vocabulary.</exception>
    public void AddId(int id)
    {
        if (id < 0 || id >= Encoder.VocabularySize)
        {
            throw new SessionException(ErrorCodes.TokenIdOutOfRange,
                $"token id {id} at position {Position} of the frame is not one of model '{model.Name}'; its ids are 0 to {Encoder.VocabularySize - 1}");
        }

        Encoder.Encode(id, NextRows());
        Append(Encoder.TokenOf(id));
    }

    public void Clear()
    {
        Count = 0;
        SilentCount = 0;
        _first = 0;
    }

    private Span<int> NextRows() => _rows.AsSpan(Count * Encoder.Tables, Encoder.Tables);

    private void Append(string token) => _tokens[Count++] = token;
}
