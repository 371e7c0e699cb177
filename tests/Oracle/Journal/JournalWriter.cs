using System.Text;
using System.Threading.Channels;

namespace RnnCluster.Oracle.Journal;

/// <summary>Appends to a journal. What comes while it writes is written together with one call; a crash of the process loses at most that.</summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private readonly Channel<(JournalEntry Entry, TaskCompletionSource Written)> _entries =
        Channel.CreateUnbounded<(JournalEntry, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly FileStream _file;
    private readonly Task _writing;

    private JournalWriter(FileStream file)
    {
        _file = file;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Goes on behind the last whole entry of a journal, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="former">What it holds already.</param>
    public static JournalWriter Open(string path, out List<JournalEntry> former)
    {
        former = JournalReader.Read(path, out var end);
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.SetLength(end);
        file.Position = end;
        return new JournalWriter(file);
    }

    /// <summary>Completes when the operating system has the entry.</summary>
    public Task WriteAsync(JournalEntry entry)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _entries.Writer.TryWrite((entry, written));
        return written.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    private async Task WriteAllAsync()
    {
        var gathered = new List<TaskCompletionSource>();
        using var memory = new MemoryStream();
        await using var writer = new BinaryWriter(memory, Encoding.UTF8);
        while (await _entries.Reader.WaitToReadAsync())
        {
            while (_entries.Reader.TryRead(out var next))
            {
                JournalFormat.Write(writer, next.Entry);
                gathered.Add(next.Written);
            }

            _file.Write(memory.GetBuffer().AsSpan(0, (int)memory.Length));
            memory.SetLength(0);
            gathered.ForEach(written => written.SetResult());
            gathered.Clear();
        }
    }
}
