using System.Text.Json;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Commands;

namespace RnnCluster.Cli.Tests.Commands;

public sealed class ModelsJsonTests
{
    [Theory]
    [InlineData(ModelState.Serving, "serving")]
    [InlineData(ModelState.Candidate, "candidate")]
    [InlineData(ModelState.Retiring, "retiring")]
    [InlineData(ModelState.Standby, "standby")]
    [InlineData(ModelState.Refused, "refused")]
    public void Serialize_Version_SaysItsStateInAWord(ModelState state, string word)
    {
        IReadOnlyList<ModelSummary> models = [new ModelSummary { Name = "tagger", Version = "2", State = state, Sessions = 7, Silos = 3 }];

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(models, ModelsJson.Default.IReadOnlyListModelSummary));

        var row = json.RootElement[0];
        Assert.Equal(word, row.GetProperty("state").GetString());
        Assert.Equal((7, 3), (row.GetProperty("sessions").GetInt32(), row.GetProperty("silos").GetInt32()));
    }
}
