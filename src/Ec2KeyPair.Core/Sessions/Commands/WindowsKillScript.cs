namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>As <see cref="KillScript"/>, for Windows PowerShell: who the command is, its command line tells; its tree, the process ids.</summary>
internal static class WindowsKillScript
{
    /// <summary>The script.</summary>
    /// <param name="beginning">What the encoded command begins with, base64; this script's own command line has it encoded once more.</param>
    internal static string For(string beginning) => $$"""
        $all = @{}
        function Find-Run {
            $processes = @(Get-CimInstance -ClassName Win32_Process)
            foreach ($p in $processes) { if ($p.CommandLine -and $p.CommandLine.Contains('{{beginning}}')) { $all[[int]$p.ProcessId] = $p.CreationDate } }
            do {
                $count = $all.Count
                foreach ($p in $processes) {
                    $parent = $all[[int]$p.ParentProcessId]
                    if ($parent -and $p.CreationDate -ge $parent) { $all[[int]$p.ProcessId] = $p.CreationDate }
                }
            } while ($all.Count -gt $count)
            @($processes | Where-Object { $all[[int]$_.ProcessId] -eq $_.CreationDate })
        }
        foreach ($i in 1..20) {
            $left = Find-Run
            if (-not $left) { exit 0 }
            foreach ($p in $left) { & taskkill.exe /F /T /PID $p.ProcessId 2>&1 | Out-Null }
            Start-Sleep -Milliseconds 200
        }
        exit 1
        """;
}
