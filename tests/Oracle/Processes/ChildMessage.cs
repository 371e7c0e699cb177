using System.Text.Json.Serialization;

namespace RnnCluster.Oracle.Processes;

/// <summary>What a child process says.</summary>
[JsonDerivedType(typeof(ReadyMessage), "ready")]
[JsonDerivedType(typeof(CensusMessage), "census")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(DoneMessage), "done")]
internal abstract record ChildMessage;
