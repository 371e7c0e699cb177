namespace RnnCluster.Streams.Placement;

/// <summary>Says where streams of a provider are read. One service for each provider, by its name.</summary>
public interface ILiveStreamLocator
{
    /// <summary>The silo that reads the stream; null while no silo is active.</summary>
    SiloAddress? Locate(StreamId stream);

    /// <summary>The silo that will read the stream when this one is gone; null when there is no other.</summary>
    SiloAddress? LocateNext(StreamId stream);
}
