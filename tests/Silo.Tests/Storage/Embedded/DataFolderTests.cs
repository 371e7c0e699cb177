using RnnCluster.Silo.Storage;
using RnnCluster.Silo.Storage.Embedded;

namespace RnnCluster.Silo.Tests.Storage.Embedded;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void TryLock_FolderThatIsMissing_MakesIt()
    {
        using var held = new DataFolder(_temporary["new/data"]).TryLock();

        Assert.NotNull(held);
        Assert.True(Directory.Exists(_temporary["new/data"]));
    }

    [Fact]
    public void TryLock_HeldByAnother_IsNullUntilThatOneEnds()
    {
        var folder = new DataFolder(_temporary.Path);
        using (folder.TryLock())
        {
            Assert.Null(new DataFolder(_temporary.Path).TryLock());
        }

        using var held = folder.TryLock();
        Assert.NotNull(held);
    }

    [Fact]
    public void TryLock_PathOfAFile_SaysThatItCannotBeWritten()
    {
        File.WriteAllText(_temporary["file"], "");

        var exception = Assert.Throws<StoreException>(() => new DataFolder(_temporary["file"]).TryLock());

        Assert.StartsWith($"the data folder '{_temporary["file"]}' cannot be written (", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadPort_NotYetWritten_IsNull() => Assert.Null(new DataFolder(_temporary.Path).ReadPort());

    [Fact]
    public void ReadPort_AfterWritePort_IsThatPort()
    {
        new DataFolder(_temporary.Path).WritePort(20_001);

        Assert.Equal(20_001, new DataFolder(_temporary.Path).ReadPort());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("port")]
    public void ReadPort_SomethingElse_SaysWhatMustBeThere(string text)
    {
        File.WriteAllText(_temporary[DataFolder.PortName], text);

        var exception = Assert.Throws<StoreException>(() => new DataFolder(_temporary.Path).ReadPort());

        Assert.Equal(
            $"{_temporary[DataFolder.PortName]} holds '{text}'; it must hold a port, or be deleted while no silo of the folder runs",
            exception.Message);
    }
}
