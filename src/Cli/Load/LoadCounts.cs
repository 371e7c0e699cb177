namespace RnnCluster.Cli.Load;

/// <summary>Frames and tokens of a load, counted.</summary>
internal struct LoadCounts
{
    /// <summary>Frames that were due.</summary>
    public long Offered;

    /// <summary>Frames that were due within the measured time.</summary>
    public long MeasuredOffered;

    /// <summary>Frames that were answered.</summary>
    public long Answered;

    /// <summary>Frames that were answered with an error.</summary>
    public long Refused;

    /// <summary>Frames that were due within the measured time and answered at any time.</summary>
    public long MeasuredAnswered;

    /// <summary>Frames that were answered within the measured time, whenever they were due.</summary>
    public long ArrivedInTime;

    /// <summary>Tokens of the frames that were answered.</summary>
    public long Tokens;

    /// <summary>Tokens of the frames that were answered within the measured time.</summary>
    public long TokensInTime;

    /// <summary>Frames that were due and are not answered.</summary>
    public readonly long InFlight => Offered - Answered - Refused;

    /// <summary>The sum of two.</summary>
    public static LoadCounts operator +(LoadCounts left, LoadCounts right) => new()
    {
        Offered = left.Offered + right.Offered,
        MeasuredOffered = left.MeasuredOffered + right.MeasuredOffered,
        Answered = left.Answered + right.Answered,
        Refused = left.Refused + right.Refused,
        MeasuredAnswered = left.MeasuredAnswered + right.MeasuredAnswered,
        ArrivedInTime = left.ArrivedInTime + right.ArrivedInTime,
        Tokens = left.Tokens + right.Tokens,
        TokensInTime = left.TokensInTime + right.TokensInTime,
    };
}
