using Microsoft.Extensions.Time.Testing;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Tests.Sessions;

public sealed class RefusalSpellsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTell_AgainAndAgain_TellsEachStreamOnce()
    {
        var spells = Spells();

        Assert.True(spells.TryTell("tagger/a", "ann"));
        Assert.False(spells.TryTell("tagger/a", "ann"));
        Assert.True(spells.TryTell("tagger/a", "bob"));
        Assert.True(spells.TryTell("tagger/b", "ann"));
        Assert.False(spells.TryTell("tagger/a", "bob"));
    }

    [Fact]
    public void TryTell_AfterItCameInOrWasQuiet_TellsAnew()
    {
        var spells = Spells();
        spells.TryTell("tagger/a", "ann");

        spells.End("tagger/a");
        Assert.True(spells.TryTell("tagger/a", "ann"));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(spells.TryTell("tagger/a", "ann"));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(spells.TryTell("tagger/a", "ann"));
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(spells.TryTell("tagger/a", "ann"));
    }

    [Fact]
    public void TryTell_MoreStreamsOrSessionsThanAreRemembered_TellsNoMoreUntilSomeAreOver()
    {
        var spells = Spells();
        Assert.Equal(4, Enumerable.Range(0, 9).Count(stream => spells.TryTell("tagger/a", $"{stream}")));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(2, Enumerable.Range(0, 9).Count(session => spells.TryTell($"tagger/{session}", "ann")));

        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.True(spells.TryTell("tagger/8", "ann"));
        Assert.False(spells.TryTell("tagger/7", "ann"));
    }

    private RefusalSpells Spells() => new(quiet: TimeSpan.FromSeconds(10), limit: 3, _time);
}
