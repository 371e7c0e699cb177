using RnnCluster.Silo.Storage;

namespace RnnCluster.Silo.Tests;

public sealed class RnnSiloOptionsTests
{
    [Fact]
    public void Store_NotNamed_IsMemory() => Assert.Equal(StoreAddress.Memory, new RnnSiloOptions { ModelsFolder = "models" }.Store);

    [Fact]
    public void DataFolder_NotNamed_IsInTheCurrentFolder() => Assert.Equal("data", new RnnSiloOptions { ModelsFolder = "models" }.DataFolder);
}
