using StackExchange.Redis;

namespace RnnCluster.Cluster.Tests.Stores;

/// <summary>The silo that hosts the store is killed while others write.</summary>
public sealed class EmbeddedStoreKilledTests
{
    private const int Kills = 3;
    private const int WritesBetween = 2_000;

    [Fact]
    public async Task Host_KilledAgainAndAgain_HasEveryAcknowledgedRecord()
    {
        var folder = Directory.CreateTempSubdirectory("rnn-store-");
        try
        {
            await using var silos = new ChangingSilos(count: 1, "--data", folder.FullName);
            var load = new RecordLoad();
            for (var kill = 0; kill < Kills; kill++)
            {
                await silos.StartAsync(0);
                await using var connection = await ConnectAsync(folder);
                await load.AssertThereAsync(connection.GetDatabase());
                await load.RunAsync(connection.GetDatabase(), seed: kill, WritesBetween, silos[0].KillAsync);
            }

            await silos.StartAsync(0);
            await using var last = await ConnectAsync(folder);
            await load.AssertThereAsync(last.GetDatabase());
            Assert.Equal(0, await silos[0].TerminateAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(DirectoryInfo folder)
    {
        var port = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "store.port"), TestContext.Current.CancellationToken);
        return await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { $"127.0.0.1:{port}" },
            AsyncTimeout = 30_000,
            BacklogPolicy = BacklogPolicy.FailFast,
        });
    }
}
