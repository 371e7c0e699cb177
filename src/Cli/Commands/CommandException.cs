namespace RnnCluster.Cli.Commands;

/// <summary>A command cannot do what was asked; the message is for the person who typed it.</summary>
internal sealed class CommandException(string message) : Exception(message);
