using System.Diagnostics;

namespace RnnCluster.Cluster.Tests.Stores;

/// <summary>A disk of a few hundred megabytes, in memory, that can be filled and emptied.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int ChunkBytes = 64 << 10;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-disk-");

    private SmallDisk()
    {
    }

    public string Folder => _folder.FullName;

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Mounts one, which takes root and a system that lets it; null where that is not so.</summary>
    public static async Task<SmallDisk?> TryMountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Folder) == 0)
        {
            return disk;
        }

        disk._folder.Delete();
        return null;
    }

    /// <summary>Takes all room that is left, or gives it back.</summary>
    public Task FillAsync(bool fill)
    {
        if (!fill)
        {
            File.Delete(Filler);
            return Task.CompletedTask;
        }

        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(new byte[ChunkBytes]);
            }
        }
        catch (IOException)
        {
            return Task.CompletedTask;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", Folder);
        _folder.Delete();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
