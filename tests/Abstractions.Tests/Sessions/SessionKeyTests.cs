using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;

namespace RnnCluster.Abstractions.Tests.Sessions;

public sealed class SessionKeyTests
{
    private const string IdRule = "must be 1 to 128 characters of A-Z, a-z, 0-9 and -_.:~@";
    private const string ModelRule = "must be 1 to 63 characters of a-z, 0-9 and '-'";

    [Theory]
    [InlineData("tagger/s1", "tagger", "s1")]
    [InlineData("en-de2/A-z_0.9:~@", "en-de2", "A-z_0.9:~@")]
    [InlineData("0/0", "0", "0")]
    public void TryParse_Key_GivesItsParts(string text, string model, string id)
    {
        Assert.True(SessionKey.TryParse(text, out var key, out var fault));

        Assert.Null(fault);
        Assert.Equal((model, id), (key.Model, key.Id));
        Assert.Equal(text, key.ToString());
        Assert.Equal(new SessionKey(model, id), key);
    }

    [Theory]
    [InlineData(null, "session key '' has no '/'; it must be model/session-id")]
    [InlineData("", "session key '' has no '/'; it must be model/session-id")]
    [InlineData("tagger", "session key 'tagger' has no '/'; it must be model/session-id")]
    [InlineData("/s1", "model name '' " + ModelRule)]
    [InlineData("Tagger/s1", "model name 'Tagger' " + ModelRule)]
    [InlineData("täger/s1", "model name 'täger' " + ModelRule)]
    [InlineData("tagger/", "session id '' " + IdRule)]
    [InlineData("tagger/a b", "session id 'a b' " + IdRule)]
    [InlineData("tagger/a/b", "session id 'a/b' " + IdRule)]
    [InlineData("tagger/größe", "session id 'größe' " + IdRule)]
    public void TryParse_NoKey_SaysWhatIsWrong(string? text, string expected)
    {
        Assert.False(SessionKey.TryParse(text, out var key, out var fault));

        Assert.Equal(expected, fault);
        Assert.Equal(default, key);
    }

    [Fact]
    public void Constructor_AtAndBeyondLimits_AcceptsAndRefuses()
    {
        var model = new string('m', SessionKey.ModelLimit);
        var id = new string('i', SessionKey.IdLimit);

        Assert.Equal($"{model}/{id}", new SessionKey(model, id).ToString());
        Assert.Equal($"model name '{model}m' {ModelRule}", Assert.Throws<ArgumentException>(() => new SessionKey(model + "m", id)).Message);
        Assert.Equal($"session id '{id}…' {IdRule}", Assert.Throws<ArgumentException>(() => new SessionKey(model, id + "i")).Message);
    }

    [Fact]
    public void Streams_OfASession_HaveItsKey()
    {
        var key = new SessionKey("tagger", "s1");

        Assert.Equal(("rnn.in", "tagger/s1"), (RnnStreams.Input(key).GetNamespace(), RnnStreams.Input(key).GetKeyAsString()));
        Assert.Equal(("rnn.out", "me"), (RnnStreams.Output("me").GetNamespace(), RnnStreams.Output("me").GetKeyAsString()));
    }
}
