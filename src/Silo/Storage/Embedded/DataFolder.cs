using System.Globalization;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>The folder of an embedded store: who holds its lock hosts the store, at the port that the folder names.</summary>
internal sealed class DataFolder(string path)
{
    /// <summary>Name of the file that names the port.</summary>
    public const string PortName = "store.port";

    private const string LockName = "store.lock";

    /// <summary>The folder, as an absolute path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    private string PortFile => System.IO.Path.Combine(Path, PortName);

    /// <summary>Takes the lock, unless a process holds it; the lock ends with the process or when it is disposed of.</summary>
    /// <returns>The lock; null when another process holds it.</returns>
    /// <exception cref="StoreException">The folder cannot be written.</exception>
    public IDisposable? TryLock()
    {
        try
        {
            Directory.CreateDirectory(Path);
            var file = System.IO.Path.Combine(Path, LockName);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeldByOther(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }

    /// <summary>The port that the folder names; null when it names none yet.</summary>
    /// <exception cref="StoreException">It names something else.</exception>
    public int? ReadPort()
    {
        if (!File.Exists(PortFile))
        {
            return null;
        }

        var text = File.ReadAllText(PortFile).Trim();
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new StoreException($"{PortFile} holds '{text}'; it must hold a port, or be deleted while no silo of the folder runs");
    }

    /// <summary>Names a port, for all silos that come. The file is whole at every moment.</summary>
    public void WritePort(int port)
    {
        try
        {
            var draft = PortFile + ".draft";
            File.WriteAllText(draft, port.ToString(CultureInfo.InvariantCulture));
            File.Move(draft, PortFile, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }

    /// <summary>The lock is held: EWOULDBLOCK of Linux and macOS, or a sharing violation.</summary>
    private static bool IsHeldByOther(IOException exception) =>
        exception.GetType() == typeof(IOException) && (exception.HResult & 0xFFFF) is 11 or 35 or 32;

    private StoreException NotWritable(Exception cause) =>
        new($"the data folder '{Path}' cannot be written ({cause.Message}); name one that can be, or make room in it", cause);
}
