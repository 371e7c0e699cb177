using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnCluster.Grains.Telemetry;

/// <summary>What went through the sessions of a model in this silo, counted all the time: by each processor for itself, and added up when somebody asks.</summary>
/// <param name="model">Name of the model.</param>
internal sealed class ModelTraffic(string model)
{
    // Two cache lines, as processors fetch them in pairs.
    private const int CellBytes = 128;

    private readonly Cell[] _cells = new Cell[(int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)];

    /// <summary>The model, as metrics name it.</summary>
    public KeyValuePair<string, object?> Model { get; } = new(RnnMeter.Model, model);

    /// <summary>Frames that were applied and answered to the end.</summary>
    public long Frames => Sum(static (ref Cell cell) => ref cell.Frames);

    /// <summary>Tokens and vectors that frames brought to be read.</summary>
    public long Read => Sum(static (ref Cell cell) => ref cell.Read);

    /// <summary>Outputs that were given.</summary>
    public long Given => Sum(static (ref Cell cell) => ref cell.Given);

    /// <summary>A frame brings so many tokens or vectors.</summary>
    public void AddRead(int tokens) => Interlocked.Add(ref Here.Read, tokens);

    /// <summary>A part of an answer has so many outputs, and may be the last one.</summary>
    public void AddGiven(int outputs, bool isLast)
    {
        ref var cell = ref Here;
        Interlocked.Add(ref cell.Given, outputs);
        if (isLast)
        {
            Interlocked.Increment(ref cell.Frames);
        }
    }

    private ref Cell Here => ref _cells[Thread.GetCurrentProcessorId() & (_cells.Length - 1)];

    private long Sum(Count count)
    {
        var sum = 0L;
        for (var index = 0; index < _cells.Length; index++)
        {
            sum += Volatile.Read(ref count(ref _cells[index]));
        }

        return sum;
    }

    private delegate ref long Count(ref Cell cell);

    [StructLayout(LayoutKind.Sequential, Size = CellBytes)]
    private struct Cell
    {
        public long Frames;
        public long Read;
        public long Given;
    }
}
