using RnnCluster.Silo.Storage;

namespace RnnCluster.Silo.Tests.Storage;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData("memory", StoreKind.Memory)]
    [InlineData("embedded", StoreKind.Embedded)]
    public void Parse_StoreWithoutServer_IsItsKind(string text, StoreKind kind)
    {
        var address = StoreAddress.Parse(text);

        Assert.Equal((kind, "", 0), (address.Kind, address.Host, address.Port));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("redis://localhost", "localhost", 6379, null, null)]
    [InlineData("redis://store.example:7000/", "store.example", 7000, null, null)]
    [InlineData("redis://[::1]:7000", "::1", 7000, null, null)]
    [InlineData("redis://:secret@10.0.0.1:6380", "10.0.0.1", 6380, null, "secret")]
    [InlineData("redis://rnn:p%40ss%3Aword@host", "host", 6379, "rnn", "p@ss:word")]
    public void Parse_Redis_HasHostPortAndLogin(string text, string host, int port, string? user, string? password)
    {
        var address = StoreAddress.Parse(text);

        Assert.Equal(
            (StoreKind.Redis, host, port, user, password), (address.Kind, address.Host, address.Port, address.User, address.Password));
        Assert.Null(address.Database);
    }

    [Theory]
    [InlineData("postgres://rnn@localhost/sessions", 5432, "rnn", null, "sessions")]
    [InlineData("postgres://rnn:secret@localhost:5433/my%20sessions", 5433, "rnn", "secret", "my sessions")]
    public void Parse_Postgres_HasPortLoginAndDatabase(string text, int port, string user, string? password, string database)
    {
        var address = StoreAddress.Parse(text);

        Assert.Equal(
            (StoreKind.Postgres, "localhost", port, user, password, database),
            (address.Kind, address.Host, address.Port, address.User, address.Password, address.Database));
    }

    [Theory]
    [InlineData("redis://rnn:secret@host:1", "redis://rnn@host:1")]
    [InlineData("redis://:secret@host", "redis://host:6379")]
    [InlineData("redis://[::1]:7000", "redis://[::1]:7000")]
    [InlineData("postgres://r%40n:secret@host/a%20b", "postgres://r%40n@host:5432/a%20b")]
    public void ToString_OfAServer_HasAllButThePassword(string text, string shown) => Assert.Equal(shown, StoreAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("Memory")]
    [InlineData("disk")]
    [InlineData("redis")]
    [InlineData("redis://")]
    [InlineData("redis://host:0")]
    [InlineData("redis://host:99999")]
    [InlineData("redis://host/5")]
    [InlineData("redis://rnn@host")]
    [InlineData("redis://host?ssl=true")]
    [InlineData("postgres://localhost/sessions")]
    [InlineData("postgres://rnn@localhost")]
    [InlineData("postgres://rnn@localhost/a/b")]
    [InlineData("mysql://rnn@localhost/sessions")]
    public void Parse_Nonsense_SaysWhatWasFoundAndWhatIsAllowed(string text)
    {
        var exception = Assert.Throws<FormatException>(() => StoreAddress.Parse(text));

        var shown = text.Replace("rnn@", "…@", StringComparison.Ordinal);
        Assert.Equal($"the store is '{shown}'; it must be {StoreAddress.Allowed}", exception.Message);
    }

    [Theory]
    [InlineData("postgres://rnn:secret@host", "postgres://…@host")]
    [InlineData("rnn:secret@host", "…@host")]
    [InlineData("redis://rnn:se@cret@host/1", "redis://…@host/1")]
    public void Parse_NonsenseWithAPassword_DoesNotShowIt(string text, string shown)
    {
        Assert.False(StoreAddress.TryParse(text, out _, out var fault));

        Assert.StartsWith($"is '{shown}'; ", fault, StringComparison.Ordinal);
    }
}
