using Microsoft.Extensions.Hosting;
using Npgsql;

namespace RnnCluster.Silo.Storage.Postgres;

/// <summary>Makes the tables and queries of Orleans' providers in a database that lacks them, before the silo starts.</summary>
internal sealed class PostgresSchema(StoreAddress address) : IHostedService
{
    /// <summary>Silos that start at once take turns: any number that no other program's lock is likely to have.</summary>
    private const long LockNumber = 0x726E_6E63_6C75_7374;

    /// <summary>A table, and the scripts that make it and what belongs to it, in order.</summary>
    private static readonly (string Table, string[] Scripts)[] Parts =
    [
        ("orleansquery", ["Main"]),
        ("orleansmembershiptable", ["Clustering"]),
        ("orleansstorage", ["Persistence", "Uniqueness"]),
    ];

    /// <summary>Makes what is missing, all of it or nothing.</summary>
    /// <exception cref="StoreException">The database cannot be reached, or does not let tables be made.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(PostgresStoreExtensions.ConnectionString(address));
            await connection.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockNumber})", cancellationToken);
            foreach (var (table, scripts) in Parts)
            {
                if (!await ExistsAsync(connection, table, cancellationToken))
                {
                    foreach (var script in scripts)
                    {
                        await ExecuteAsync(connection, await ReadAsync(script, cancellationToken), cancellationToken);
                    }
                }
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new StoreException($"the store {address} cannot be used: {exception.Message}", exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new() { Value = table } } };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statements, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string> ReadAsync(string script, CancellationToken cancellation)
    {
        using var reader = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream($"Postgres.{script}.sql")!);
        return await reader.ReadToEndAsync(cancellation);
    }
}
