using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.Silo.Storage.Postgres;

/// <summary>A PostgreSQL database as the store.</summary>
internal static class PostgresStoreExtensions
{
    private const string Invariant = "Npgsql";

    // A silo that cannot reach its store goes on, and hears of it soon.
    private const int ConnectSeconds = 2;
    private const int CommandSeconds = 5;

    /// <summary>Adds what makes the tables.</summary>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services, StoreAddress address) =>
        services.AddHostedService(_ => new PostgresSchema(address));

    /// <summary>Clustering and storage in the database.</summary>
    public static ISiloBuilder UsePostgresStorage(this ISiloBuilder silo, StoreAddress address)
    {
        var connection = ConnectionString(address);
        silo.UseAdoNetClustering(clustering =>
        {
            clustering.Invariant = Invariant;
            clustering.ConnectionString = connection;
        });
        foreach (var name in RnnStoreExtensions.StorageNames)
        {
            silo.AddAdoNetGrainStorage(name, storage =>
            {
                storage.Invariant = Invariant;
                storage.ConnectionString = connection;
                storage.DeleteStateOnClear = true;
            });
        }

        return silo;
    }

    /// <summary>What Npgsql connects with.</summary>
    public static string ConnectionString(StoreAddress address) => new NpgsqlConnectionStringBuilder
    {
        Host = address.Host,
        Port = address.Port,
        Username = address.User,
        Password = address.Password,
        Database = address.Database,
        ApplicationName = RnnSiloBuilderExtensions.ClusterName,
        Timeout = ConnectSeconds,
        CommandTimeout = CommandSeconds,
    }.ConnectionString;
}
