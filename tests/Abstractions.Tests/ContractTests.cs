using System.CodeDom.Compiler;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Abstractions.Tests;

/// <summary>What travels between clients and silos of different versions: names and numbers must never change their meaning.</summary>
public sealed class ContractTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly StepOutput Step = new() { Token = "cat", Label = "NOUN", Score = 0.5f, Probabilities = [0.25f, float.NaN], Features = [1, 0] };

    private static readonly object[] Values =
    [
        new TextInput("größe \ud83d\ude00"),
        new TokensInput(["the", ""]),
        new IdsInput([0, -1, int.MaxValue]),
        new FeaturesInput([[1.5f, float.NegativeInfinity], []]),
        new GenerationRequest { Tokens = 7, Temperature = 0.5f, TopK = 3, TopP = 0.9f, Seed = ulong.MaxValue, PartTokens = 2, Beams = 5 },
        new InputFrame
        {
            Sequence = long.MaxValue,
            Input = new IdsInput([1]),
            Generation = new GenerationRequest { Tokens = 1 },
            End = true,
            Scores = true,
            ReplyTo = "me",
            AnsweredThrough = 3,
            Opening = new OpenRequest { Seed = 1 },
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Writer = 8,
        },
        new FrameError(ErrorCodes.TooLong, "message"),
        Step,
        new OutputFrame
        {
            Session = "tagger/s",
            Sequence = 3,
            Part = 2,
            Last = false,
            Outputs = [Step, default],
            Error = new FrameError("code", "message"),
            EndOfSequence = true,
            ResendFrom = 1,
            DurableThrough = 0,
            Notice = new SessionNotice(SessionNoticeKind.Closed, "message", 4),
            Writer = 9,
        },
        new ModelSummary
        {
            Name = "name",
            Version = "version",
            Description = "description",
            Topology = "topology",
            Cell = "cell",
            Layers = 1,
            HiddenSize = 2,
            Parameters = 3,
            FeatureSize = 4,
            VocabularySize = 6,
            ReadsWholeSequences = true,
            Generates = true,
            Metric = "metric",
            MetricSplit = "split",
            MaxTokens = 5,
            Licence = "licence",
            Tokenizer = "tokenizer",
            Faults = ["fault"],
            PianoRoll = new PianoRoll(21, 1),
            State = ModelState.Refused,
            Sessions = 7,
            Silos = 2,
        },
        new PianoRoll(21, 1),
        new AnswerPage { Answers = [new OutputFrame { Session = "s", Sequence = 1 }], NextSequence = 2, DurableThrough = 3, IsComplete = false, IsFull = true },
        new OpenRequest { ReplyTo = "me", Seed = 9, Durability = SessionDurability.EveryFrame, MustExist = true, AnsweredThrough = 5, Incarnation = 6, ModelVersion = "2" },
        new SessionExport("tagger/s", "1", 6, [0, 255]),
        new SessionMove("tagger/s", "10.0.0.1:11111", "10.0.0.2:11111"),
        new SessionNotice(SessionNoticeKind.PagedOut, "message", 7) { Incarnation = 8 },
        new SessionPosition("tagger/s", "1", 2, 3, 4) { Incarnation = 5 },
        new SessionException(ErrorCodes.Closed, "message"),
    ];

    public static TheoryData<string> SerializedTypes => [.. Serialized().Select(type => type.Name)];

    [Fact]
    public void Aliases_OfAllContracts_AreTheseForever()
    {
        var aliases = typeof(InputFrame).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<GeneratedCodeAttribute>() is null)
            .SelectMany(type => type.GetCustomAttributes<AliasAttribute>(inherit: false), (_, alias) => alias.Alias).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "rnn.AnswerPage", "rnn.FeaturesInput", "rnn.FrameError", "rnn.FrameInput", "rnn.GenerationRequest", "rnn.IModelCatalogGrain",
                "rnn.ISessionGrain", "rnn.IdsInput", "rnn.InputFrame", "rnn.ModelSummary", "rnn.OpenRequest", "rnn.OutputFrame", "rnn.PianoRoll",
                "rnn.SessionException", "rnn.SessionExport", "rnn.SessionMove", "rnn.SessionNotice", "rnn.SessionPosition", "rnn.StepOutput", "rnn.TextInput", "rnn.TokensInput",
            ],
            aliases);
    }

    [Fact]
    public void Methods_OfGrains_HaveTheseAliasesForever()
    {
        var methods = new[] { typeof(ISessionGrain), typeof(IModelCatalogGrain) }.SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<AliasAttribute>()?.Alias ?? method.Name).Order(StringComparer.Ordinal);

        Assert.Equal(
            ["Close", "Export", "Fork", "GetPosition", "Import", "List", "ListSnapshots", "Move", "Open", "ReadAnswers", "Reset", "Rewind", "Snapshot"], methods);
    }

    [Theory]
    [InlineData(typeof(InputFrame), "Sequence Input Generation End Scores ReplyTo AnsweredThrough Opening TraceParent Writer")]
    [InlineData(typeof(OutputFrame), "Session Sequence Part Last Outputs Error EndOfSequence ResendFrom DurableThrough Notice Writer")]
    [InlineData(typeof(AnswerPage), "Answers NextSequence DurableThrough IsComplete IsFull")]
    [InlineData(typeof(StepOutput), "Token Label Score Probabilities Features")]
    [InlineData(typeof(GenerationRequest), "Tokens Temperature TopK TopP Seed PartTokens Beams")]
    [InlineData(typeof(FrameError), "Code Message")]
    [InlineData(typeof(OpenRequest), "ReplyTo Seed Durability MustExist AnsweredThrough Incarnation ModelVersion")]
    [InlineData(typeof(SessionNotice), "Kind Message NextSequence Incarnation")]
    [InlineData(typeof(SessionMove), "Session From To")]
    [InlineData(typeof(SessionExport), "Session ModelVersion NextSequence Content")]
    [InlineData(typeof(SessionPosition), "Session ModelVersion NextSequence DurableThrough Steps Incarnation")]
    [InlineData(typeof(SessionException), "Code")]
    [InlineData(typeof(TextInput), "Text")]
    [InlineData(typeof(TokensInput), "Tokens")]
    [InlineData(typeof(IdsInput), "Ids")]
    [InlineData(typeof(FeaturesInput), "Vectors")]
    [InlineData(typeof(PianoRoll), "LowestNote StepsPerQuarter")]
    [InlineData(typeof(ModelSummary),
        "Name Version Description Topology Cell Layers HiddenSize Parameters FeatureSize Generates Metric Licence Faults Tokenizer MetricSplit MaxTokens PianoRoll Weights VocabularySize ReadsWholeSequences State Sessions Silos")]
    public void Ids_OfProperties_AreTheseForever(Type type, string namesInOrder)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => (property.Name, property.GetCustomAttribute<IdAttribute>()?.Id))
            .Where(property => property.Id is not null).OrderBy(property => property.Id);

        Assert.Equal(namesInOrder.Split(' ').Select((name, id) => (name, (uint?)id)), properties);
    }

    [Theory]
    [MemberData(nameof(SerializedTypes))]
    public void Serialize_EveryContract_RoundTrips(string type)
    {
        var serializer = Services.GetRequiredService<Serializer>();
        var value = Assert.Single(Values, value => value.GetType().Name == type);

        var copy = serializer.Deserialize<object>(serializer.SerializeToArray(value));

        Assert.IsType(value.GetType(), copy);
        Assert.Equal(Text(value), Text(copy));
    }

    [Fact]
    public void Numbers_OfEnumerations_AreTheseForever()
    {
        Assert.Equal(["Interval 0", "None 1", "EveryFrame 2"], Numbers<SessionDurability>());
        Assert.Equal(["Serving 0", "Candidate 1", "Retiring 2", "Standby 3", "Refused 4"], Numbers<ModelState>());
        Assert.Equal(["PagedOut 0", "Closed 1", "Refused 2"], Numbers<SessionNoticeKind>());
    }

    [Fact]
    public void Serialize_Defaults_RoundTrip()
    {
        var serializer = Services.GetRequiredService<Serializer>();
        var input = new InputFrame { Sequence = 0 };
        var output = new OutputFrame { Session = "tagger/s", Sequence = 0 };

        Assert.Equal(input, serializer.Deserialize<InputFrame>(serializer.SerializeToArray(input)));
        Assert.Equal(Text(output), Text(serializer.Deserialize<OutputFrame>(serializer.SerializeToArray(output))!));
        Assert.Equal((true, -1L), (output.Last, output.DurableThrough));
    }

    private static IEnumerable<string> Numbers<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => $"{value} {value:D}");

    private static IEnumerable<Type> Serialized() => typeof(InputFrame).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.GetCustomAttribute<GenerateSerializerAttribute>() is not null);

    private static string Text(object value) => value switch
    {
        SessionException exception => $"{exception.Code}: {exception.Message}",
        InputFrame { Input: { } input } frame => Text(frame with { Input = null }) + Text(input),
        _ => JsonSerializer.Serialize(value, value.GetType(), Json),
    };
}
