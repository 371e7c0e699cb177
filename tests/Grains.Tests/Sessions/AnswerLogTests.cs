using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Tests.Sessions;

public sealed class AnswerLogTests
{
    [Fact]
    public void Find_KeptAnswer_GivesAllItsParts()
    {
        var log = new AnswerLog(valuesLimit: 10);
        log.Add(Part(0, 0, outputs: 3));
        log.Add(Part(1, 0, outputs: 3));
        log.Add(Part(1, 1, outputs: 4));

        Assert.Single(log.Find(0));
        Assert.Equal([0, 1], log.Find(1).Select(part => part.Part));
        Assert.Empty(log.Find(2));
    }

    [Fact]
    public void Forget_AnswersThatTheSenderHas_KeepsTheOthersAndGivesTheirRoom()
    {
        var log = new AnswerLog(valuesLimit: 10);
        log.Forget(5);
        log.Add(Part(0, 0, outputs: 4));
        log.Add(Part(1, 0, outputs: 2));
        log.Add(Part(1, 1, outputs: 2));
        log.Add(Part(2, 0, outputs: 2));

        log.Forget(1);
        log.Forget(0);
        Assert.Equal([2L], log.Parts.Select(part => part.Sequence));

        log.Add(Part(3, 0, outputs: 8));
        Assert.Equal([2L, 3], log.Parts.Select(part => part.Sequence));
    }

    [Fact]
    public void Add_BeyondLimit_ForgetsTheOldestAnswersWhole()
    {
        var log = new AnswerLog(valuesLimit: 10);
        log.Add(Part(0, 0, outputs: 4));
        log.Add(Part(0, 1, outputs: 4));
        log.Add(Part(1, 0, outputs: 3));

        Assert.Empty(log.Find(0));
        Assert.Single(log.Find(1));
    }

    [Fact]
    public void Add_AnswersWithoutOutputs_AreBoundedToo()
    {
        var log = new AnswerLog(valuesLimit: 2);
        for (var sequence = 0; sequence < 5; sequence++)
        {
            log.Add(Part(sequence, 0, outputs: 0));
        }

        Assert.Equal([0, 0, 0, 1, 1], Enumerable.Range(0, 5).Select(sequence => log.Find(sequence).Count));
    }

    [Fact]
    public void Add_LimitOfZero_KeepsNothing()
    {
        var log = new AnswerLog(valuesLimit: 0);
        log.Add(Part(0, 0, outputs: 0));
        Assert.Empty(log.Find(0));
    }

    [Fact]
    public void Add_Probabilities_CountEach()
    {
        var log = new AnswerLog(valuesLimit: 10);
        log.Add(Part(0, 0, outputs: 1));
        log.Add(Part(1, 0, outputs: 0) with { Outputs = [new StepOutput { Probabilities = new float[10] }] });

        Assert.Empty(log.Find(0));
        Assert.Single(log.Find(1));
    }

    [Fact]
    public void Add_GeneratedVectors_CountEachValue()
    {
        var log = new AnswerLog(valuesLimit: 10);
        log.Add(Part(0, 0, outputs: 1));
        log.Add(Part(1, 0, outputs: 0) with { Outputs = [new StepOutput { Features = new float[10] }] });

        Assert.Empty(log.Find(0));
        Assert.Single(log.Find(1));
    }

    private static OutputFrame Part(long sequence, int part, int outputs) =>
        new() { Session = "tagger/s", Sequence = sequence, Part = part, Outputs = new StepOutput[outputs] };
}
