using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

/// <summary>Whose frames a <see cref="FramePublisher"/> sends.</summary>
internal interface IFrameSource
{
    /// <summary>Key of the session.</summary>
    string Name { get; }

    /// <summary>Takes note that no frame can be sent any more.</summary>
    void Fail(SessionException failure);
}
