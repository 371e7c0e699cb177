using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cli.Load;

/// <summary>Puts the parts of a session's answers together and gives each whole one to the meter.</summary>
internal sealed class AnswerReader(ILoadSession session, LoadMeter meter)
{
    private int _outputs;

    /// <summary>Takes a part of the answer to the frame that was due at <paramref name="due"/>, at <paramref name="now"/>.</summary>
    public void Take(OutputFrame part, long due, long now)
    {
        _outputs += part.Outputs.Length;
        if (!part.Last)
        {
            return;
        }

        if (part.Error is { } error)
        {
            meter.Refuse(due, error.Code);
        }
        else
        {
            meter.Answer(due, now, session.FrameTokens > 0 ? session.FrameTokens : _outputs);
        }

        _outputs = 0;
    }
}
