using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Usage;

namespace Ec2KeyPair.Hosting;

/// <summary>The accounts and Regions in which a cmdlet looks for the use of key pairs.</summary>
/// <param name="open">Pipeline thread: opens the session of a profile, or that of the runspace for null.</param>
/// <param name="reportAsync">Told of each account that can't be used, as long as there is another one.</param>
internal sealed class UsagePlaces(Func<string?, AwsSession> open, Func<Ec2KeyPairException, Task> reportAsync) : IDisposable
{
    private readonly List<(string? Profile, AwsSession Session)> _sessions = [];
    private readonly List<Ec2KeyPairException> _failures = [];

    /// <summary>Pipeline thread: opens the sessions, and tells where their credentials came from.</summary>
    internal IReadOnlyList<string> OpenSessions(IEnumerable<string?> profiles)
    {
        foreach (var profile in profiles)
        {
            try
            {
                _sessions.Add((profile, open(profile)));
            }
            catch (Ec2KeyPairException e)
            {
                _failures.Add(e);
            }
        }

        return _sessions.ConvertAll(opened => opened.Session.CredentialSource);
    }

    /// <summary>Any thread: the Regions of all accounts, which are asked side by side.</summary>
    /// <exception cref="Ec2KeyPairException">There are none: the first reason.</exception>
    internal async Task<IReadOnlyList<UsagePlace>> OpenAsync(IReadOnlyCollection<string>? regions, CancellationToken cancel)
    {
        var opened = await Task.WhenAll(_sessions.Select(session => OpenAsync(session.Profile, session.Session, regions, cancel))).ConfigureAwait(false);
        _failures.AddRange(opened.Select(account => account.Error).OfType<Ec2KeyPairException>());
        var places = opened.SelectMany(account => account.Places).ToList();
        if (places.Count == 0 && _failures.Count > 0) throw _failures[0];
        foreach (var failure in _failures) await reportAsync(failure).ConfigureAwait(false);
        return places;
    }

    public void Dispose()
    {
        foreach (var (_, session) in _sessions) session.Dispose();
    }

    private static async Task<(IReadOnlyList<UsagePlace> Places, Ec2KeyPairException? Error)> OpenAsync(
        string? profile, AwsSession session, IReadOnlyCollection<string>? regions, CancellationToken cancel)
    {
        try
        {
            var opened = await RegionChoice.OpenAsync(session, regions, cancel).ConfigureAwait(false);
            return (opened.Select(region => Place(profile, region)).ToList(), null);
        }
        catch (Ec2KeyPairException e)
        {
            return ([], profile is null ? e : new(e.Condition, $"Profile '{profile}': {e.Message}", profile, e.Mend, e));
        }
    }

    private static UsagePlace Place(string? profile, Ec2Region region) =>
        new(profile, region.Name, region.KeyPairs, region.Census, region.LaunchTemplates);
}
