using System.Text.Json;
using System.Text.Json.Serialization;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Commands;

/// <summary>A model's state as JSON: <c>serving</c>, <c>candidate</c> …</summary>
internal sealed class ModelStateJson() : JsonStringEnumConverter<ModelState>(JsonNamingPolicy.KebabCaseLower);
