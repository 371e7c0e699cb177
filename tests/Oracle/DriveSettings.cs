namespace RnnCluster.Oracle;

/// <summary>A run on a cluster that somebody else runs, as it is asked for.</summary>
/// <param name="Gateways">Of the cluster's silos, as host:port; the HTTP gateways when sessions go over WebSockets.</param>
/// <param name="OverSockets">Whether sessions go over WebSockets.</param>
/// <param name="Length">How long frames are sent, if nobody ends it sooner.</param>
/// <param name="Seed">What frames follow from.</param>
/// <param name="Sessions">Sessions that are driven.</param>
/// <param name="FramesPerSecond">Of all sessions together.</param>
/// <param name="Models">Folder of the model packages, the same ones that the cluster serves.</param>
/// <param name="Folder">Folder for journal and log.</param>
internal sealed record DriveSettings(
    string[] Gateways, bool OverSockets, TimeSpan Length, ulong Seed, int Sessions, double FramesPerSecond, string Models, string Folder);
