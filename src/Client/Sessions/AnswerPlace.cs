namespace RnnCluster.Client.Sessions;

/// <summary>What an output is to the session that received it.</summary>
internal enum AnswerPlace
{
    /// <summary>The next part of the oldest frame's answer.</summary>
    Part,

    /// <summary>The same, and the answer is complete.</summary>
    LastPart,

    /// <summary>The end of an answer that the reader had from an earlier process: it was not given again.</summary>
    LastPartHidden,

    /// <summary>The end of the answer to a frame that an earlier process sent: it holds no place of this client.</summary>
    LastPartOfEarlier,

    /// <summary>It came before.</summary>
    Old,

    /// <summary>Something before it is missing.</summary>
    Early,

    /// <summary>The frame was not taken in; it must be sent again later.</summary>
    NotTaken,
}
