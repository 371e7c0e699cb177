using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Gateway.Access;

/// <summary>The keys that the gateway knows. What changes in their file is known soon after.</summary>
internal sealed class ApiKeyRing
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly string? _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private FrozenDictionary<string, ApiKey> _keys = FrozenDictionary<string, ApiKey>.Empty;
    private DateTime _written;
    private long _looked;

    /// <exception cref="InvalidDataException">The file is not one of keys.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ApiKeyRing(IOptions<RnnGatewayOptions> options, TimeProvider time, ILogger<ApiKeyRing> logger)
    {
        _path = options.Value.KeysFile;
        _time = time;
        _logger = logger;
        if (_path is not null)
        {
            Read(_path);
        }
    }

    /// <summary>Whether requests need a key.</summary>
    public bool IsRequired => _path is not null;

    /// <summary>The key of that text; null when there is none.</summary>
    public ApiKey? Find(string text)
    {
        Refresh();

        // Hashes are compared, of which who guesses a text learns nothing by the time that it takes.
        return Volatile.Read(ref _keys).GetValueOrDefault(ApiKey.HashOf(text));
    }

    private void Refresh()
    {
        lock (_gate)
        {
            if (_path is null || _time.GetElapsedTime(_looked) < LookAgain)
            {
                return;
            }

            _looked = _time.GetTimestamp();
            try
            {
                if (File.GetLastWriteTimeUtc(_path) != _written)
                {
                    Read(_path);
                }
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                GatewayLog.KeysNotRead(_logger, _path, exception);
            }
        }
    }

    private void Read(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        _keys = ApiKeyFile.Read(path).ToFrozenDictionary(key => key.Hash, StringComparer.Ordinal);
        _written = written;
        _looked = _time.GetTimestamp();
    }
}
