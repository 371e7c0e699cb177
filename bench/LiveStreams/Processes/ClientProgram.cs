using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using RnnCluster.LiveStreams.Load;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>A client process: does what its parent asks for line by line, and answers each request.</summary>
internal static class ClientProgram
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "client";

    public static async Task RunAsync(string json)
    {
        var settings = Lines.Read<ClientSettings>(json);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering([.. settings.GatewayPorts.Select(port => new IPEndPoint(IPAddress.Loopback, port))])
                .Configure<ClusterOptions>(options =>
                    options.ClusterId = options.ServiceId = RnnSiloBuilderExtensions.ClusterName);
            settings.Workload.Configure(client);
        });
        using var host = builder.Build();
        await host.StartAsync();
        var driver = new LoadDriver(settings.Workload.CreateTarget(host.Services));
        Answer(new Reply());
        await foreach (var line in Lines.ReadInputAsync())
        {
            Answer(await HandleAsync(driver, Lines.Read<Request>(line)));
        }
    }

    private static async Task<Reply> HandleAsync(LoadDriver driver, Request request)
    {
        try
        {
            switch (request)
            {
                case OpenRequest open:
                    await driver.OpenAsync(open.Sessions, open.WithToken);
                    return new Reply();
                case TraceRequest trace:
                    return new Reply { Steps = await driver.TraceAsync(trace.Tokens) };
                case StartRequest start:
                    driver.Start(start.Load);
                    return new Reply();
                case MarkRequest:
                    driver.Mark();
                    return new Reply();
                case TakeRequest:
                    return new Reply { Sample = driver.Take() };
                default:
                    return new Reply { Lost = await driver.StopAsync() };
            }
        }
        catch (Exception exception)
        {
            return new Reply { Fault = exception.ToString() };
        }
    }

    private static void Answer(Reply reply) => Console.WriteLine(Lines.Write(reply));
}
