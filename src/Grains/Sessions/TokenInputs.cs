using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Sessions;

/// <summary>The tokens of a frame, encoded one by one.</summary>
internal sealed class TokenInputs(ServedModel model, SessionOptions options)
{
    private readonly int[] _row = new int[model.Reader?.Encoder.Tables ?? 0];
    private readonly List<int> _rows = [];
    private readonly List<string> _tokens = [];
    private int _silent;
    private int _first;

    public int Count => _tokens.Count;

    /// <summary>All of them.</summary>
    public SequenceInputs All => new([.. _tokens], [.. _rows], []);

    /// <summary>Inputs at the front that the sender did not give.</summary>
    public int SilentCount => _silent;

    private int Position => _tokens.Count - _first;

    /// <summary>Begins with what generated sequences begin with.</summary>
    public void AddStart(SequenceInputs start)
    {
        _rows.AddRange(start.Rows);
        _tokens.AddRange(start.Tokens);
        _silent = 1;
        _first = 1;
    }

    /// <summary>What was added so far is of earlier frames; positions in messages count from here.</summary>
    public void BeginFrame() => _first = _tokens.Count;

    /// <exception cref="SessionException">The token is too long, or not in the vocabulary while there is no entry for unknown ones.</exception>
    public void Add(string token)
    {
        var encoder = model.Reader!.Encoder;
        if (token?.Length > options.TokenTextLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"token {Position} of the frame has {token.Length} characters; a token may have {options.TokenTextLimit}");
        }

        if (token is null || !encoder.TryEncode(token, _row))
        {
            throw new SessionException(ErrorCodes.UnknownToken,
                $"token {Position} of the frame, '{token}', is not among the {encoder.VocabularySize} of model '{model.Name}'");
        }

        Append(token);
    }

    /// <exception cref="SessionException">The id is not in the vocabulary.</exception>
    public void AddId(int id)
    {
        var encoder = model.Reader!.Encoder;
        if (id < 0 || id >= encoder.VocabularySize)
        {
            throw new SessionException(ErrorCodes.TokenIdOutOfRange,
                $"token id {id} at position {Position} of the frame is not one of model '{model.Name}'; its ids are 0 to {encoder.VocabularySize - 1}");
        }

        encoder.Encode(id, _row);
        Append(encoder.TokenOf(id));
    }

    public void Clear()
    {
        _rows.Clear();
        _tokens.Clear();
        _silent = 0;
        _first = 0;
    }

    private void Append(string token)
    {
        _rows.AddRange(_row);
        _tokens.Add(token);
    }
}
