using System.Text.Json.Serialization;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>What a client process is asked for.</summary>
[JsonDerivedType(typeof(OpenRequest), "open")]
[JsonDerivedType(typeof(TraceRequest), "trace")]
[JsonDerivedType(typeof(StartRequest), "start")]
[JsonDerivedType(typeof(MarkRequest), "mark")]
[JsonDerivedType(typeof(TakeRequest), "take")]
[JsonDerivedType(typeof(StopRequest), "stop")]
internal abstract record Request;
