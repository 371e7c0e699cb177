using System.Runtime.CompilerServices;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Refresh_HigherVersion_IsWhatNewSessionsGet()
    {
        await _folder.PublishAsync("1.9", CatalogFolder.Model);
        Assert.Equal("1.9", _folder.Choose());

        await _folder.PublishAsync("1.10");
        await _folder.PublishAsync("1.2");

        Assert.Equal("1.10", _folder.Choose());
        Assert.Equal(["1.10 Serving", "1.9 Standby", "1.2 Standby"], _folder.States());
        Assert.Contains("New sessions of model wheel get version 1.10", _folder.Log.Messages);
    }

    [Fact]
    public async Task Refresh_PackageThatIsBeingCopied_IsLeftAloneUntilItHasSettled()
    {
        await _folder.PublishAsync("1");
        var whole = Directory.CreateTempSubdirectory("rnn-whole-");
        TinyModels.Wheel(CatalogFolder.Model, "2").Write(whole.FullName, "two");
        Directory.CreateDirectory(_folder.File("wheel@2"));
        foreach (var file in Directory.GetFiles(Path.Combine(whole.FullName, "two")).Order(StringComparer.Ordinal))
        {
            File.Copy(file, _folder.File("wheel@2", Path.GetFileName(file)));
            Assert.False(await _folder.LookAsync());
            _folder.Pass(CatalogFolder.Settle - TimeSpan.FromTicks(1));
            Assert.False(await _folder.LookAsync());
            Assert.Equal(["1 Serving"], _folder.States());
        }

        _folder.Pass(TimeSpan.FromTicks(1));
        Assert.True(await _folder.LookAsync());

        Assert.Equal("2", _folder.Choose());
        whole.Delete(recursive: true);
    }

    [Fact]
    public async Task Refresh_BrokenPackage_IsToldAndTheOthersGoOn()
    {
        await _folder.PublishAsync("1");
        var weights = _folder.File("wheel@2", "weights.safetensors");
        TinyModels.Wheel(CatalogFolder.Model, "2").Write(_folder.Path, "wheel@2");
        File.Move(weights, $"{weights}.part");

        await _folder.TakeAsync();

        Assert.Equal("1", _folder.Choose());
        Assert.Equal(["1 Serving", "2 Refused"], _folder.States());
        Assert.Equal(["weights.safetensors: the file is missing"], _folder.Refused().Faults);
        Assert.Contains("Model wheel version '2' is not served: weights.safetensors: the file is missing", _folder.Log.Messages);

        File.Move($"{weights}.part", weights);
        await _folder.TakeAsync();
        Assert.Equal(["2 Serving", "1 Standby"], _folder.States());
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("model.json")]
    [InlineData("labels.json")]
    public async Task Refresh_OtherContentsUnderTheSameVersion_AreRefusedUntilTheOldOnesAreBack(string file)
    {
        await _folder.PublishAsync("1");
        var served = _folder.Catalog.Choose(new SessionKey(CatalogFolder.Model, "s"));
        var before = await File.ReadAllBytesAsync(_folder.File("wheel@1", file), TestContext.Current.CancellationToken);
        var changed = file == "weights.safetensors" ? [.. before[..^1], (byte)(before[^1] ^ 1)] : (byte[])[.. before, (byte)' '];
        await File.WriteAllBytesAsync(_folder.File("wheel@1", file), changed, TestContext.Current.CancellationToken);

        await _folder.TakeAsync();

        Assert.Same(served, _folder.Catalog.Choose(new SessionKey(CatalogFolder.Model, "s")));
        Assert.Equal(["1 Serving", "1 Refused"], _folder.States());
        Assert.Equal(
            ["version 1 was published with other contents, and a published version does not change; give these another version"],
            _folder.Refused().Faults);

        await File.WriteAllBytesAsync(_folder.File("wheel@1", file), before, TestContext.Current.CancellationToken);
        await _folder.TakeAsync();
        Assert.Equal(["1 Serving"], _folder.States());
    }

    [Fact]
    public async Task Refresh_OtherContentsAfterTheFolderWasGone_AreRefused()
    {
        await _folder.PublishAsync("1");
        await _folder.RemoveAsync("wheel@1");
        TinyModels.Wheel(CatalogFolder.Model, "1", seed: 1).Write(_folder.Path, "wheel@1");

        await _folder.TakeAsync();

        Assert.Equal(["1 Refused"], _folder.States());
    }

    [Fact]
    public async Task Refresh_FileThatIsNoPartOfThePackage_ChangesNothing()
    {
        await _folder.PublishAsync("1");
        await File.WriteAllTextAsync(_folder.File("wheel@1", "CARD.md"), "text", TestContext.Current.CancellationToken);

        await _folder.TakeAsync();

        Assert.Equal(["1 Serving"], _folder.States());
    }

    [Fact]
    public async Task Refresh_FolderThatMoves_IsNeverMissed()
    {
        await _folder.PublishAsync("1");
        Directory.Move(_folder.File("wheel@1"), _folder.File("wheel"));

        await _folder.LookAsync();
        Assert.Equal("1", _folder.Choose());
        await _folder.TakeAsync();

        Assert.Equal(["1 Serving"], _folder.States());
    }

    [Theory]
    [InlineData("wheel@2", "model.json: version is '1'; it must be that of its folder, '2'")]
    [InlineData("barrow", "model.json: name is 'wheel'; it must be the name of its folder, 'barrow'")]
    public async Task Refresh_FolderOfAnotherName_IsRefused(string folder, string fault)
    {
        await _folder.PublishAsync("1", folder);

        Assert.Equal([fault], _folder.Refused().Faults);
    }

    [Fact]
    public async Task Refresh_ModelsFolderThatIsGone_FailsAndWhatWasServedIs()
    {
        await _folder.PublishAsync("1");
        Directory.Move(_folder.Path, $"{_folder.Path}-away");

        await Assert.ThrowsAsync<DirectoryNotFoundException>(_folder.LookAsync);

        Assert.Equal("1", _folder.Choose());
        Directory.Move($"{_folder.Path}-away", _folder.Path);
        await _folder.TakeAsync();
        Assert.Equal(["1 Serving"], _folder.States());
    }

    [Fact]
    public async Task Find_VersionThatIsNotOffered_IsLoadedOnceForAllAndLetGoOfWhenNobodyHasIt()
    {
        await _folder.PublishAsync("1");
        await _folder.PublishAsync("2");

        var first = await FindAllAsync();

        // Away from the stack of the thread that loaded it.
        await Task.Yield();
        Collect();

        Assert.False(first.IsAlive);
        Assert.Equal("1", (await _folder.Catalog.FindAsync(CatalogFolder.Model, "1")).Version);
    }

    [Fact]
    public async Task Find_VersionThatIsOffered_StaysInMemory()
    {
        await _folder.PublishAsync("1");
        var first = Choose();
        Collect();

        Assert.True(first.IsAlive);
        Assert.Same(first.Target, await _folder.Catalog.FindAsync(CatalogFolder.Model, "1"));
    }

    [Fact]
    public async Task Find_VersionThatChangedWhileItWasNotInMemory_IsRefused()
    {
        await _folder.PublishAsync("1");
        await _folder.PublishAsync("2");
        Collect();
        await File.AppendAllTextAsync(_folder.File("wheel@1", "model.json"), " ", TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<SessionException>(() => _folder.Catalog.FindAsync(CatalogFolder.Model, "1").AsTask());

        Assert.Equal(ErrorCodes.BrokenModel, exception.Code);
        Assert.Equal(
            "version 1 of model 'wheel' cannot be loaded again: its folder has other contents than were published under this version",
            exception.Message);
    }

    [Fact]
    public async Task Find_VersionWhoseFolderIsGone_NamesThoseThatAreThere()
    {
        await _folder.PublishAsync("1");
        await _folder.PublishAsync("2");
        await _folder.PublishAsync("3");
        await _folder.RemoveAsync("wheel@1");

        var exception = await Assert.ThrowsAsync<SessionException>(() => _folder.Catalog.FindAsync(CatalogFolder.Model, "1").AsTask());

        Assert.Equal(ErrorCodes.UnknownModel, exception.Code);
        Assert.Equal(
            $"the session is of version 1 of model 'wheel', which is not served here; {_folder.Path} has version 2, 3", exception.Message);
        Assert.Contains("The folder of model wheel version 1 is gone; sessions in memory go on", _folder.Log.Messages);
    }

    /// <summary>Many ask at a time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> FindAllAsync()
    {
        Collect();
        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _folder.Catalog.FindAsync(CatalogFolder.Model, "1").AsTask()));
        Assert.Single(found.Distinct());
        return new WeakReference(found[0]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Choose() => new(_folder.Catalog.Choose(new SessionKey(CatalogFolder.Model, "s")));

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
